// Makes the README's pictures from the sandbox's page.
//
// Usage, from the root:
//   npm install --prefix tests/page
//   cargo run -- sandbox &
//   PAGE=http://127.0.0.1:8787 CHROMIUM=$(command -v chromium) node docs/pictures.mjs
import { close, open } from "../tests/page/officer.mjs";

const here = (name) => new URL(name, import.meta.url).pathname;
const picture = async ({ page }, name) => {
  // Nothing moves in a picture: focus rings and carets stay out of it.
  await page.mouse.move(0, 0);
  await page.locator("#side").evaluate((side) => { side.scrollTop = 0; });
  await page.screenshot({ path: here(name), animations: "disabled", caret: "hide" });
};

const lead = await open({ width: 1280, height: 800 });
await lead.scene("Ready: nothing announced yet");
await lead.sits("Megan Howell");
await lead.goes("general");
await lead.agrees("tender announce", {
  title: "Road salt 2027–2029", respond_by: "18 Dec", starts: "2027-04-01", ends: "2029-03-31", lot: "Road salt, tonne",
  regions: "South Wales, Mid and West Wales", open_book: "True",
});
await lead.sees("Announced.");
await lead.sits("Gwen Tudor");
await lead.goes("mid-and-west-wales");
await lead.finds("mid-and-west-wales", "RS-2027-01");
await lead.does("requirement declare", { tender: "RS-2027-01", lot: "Road salt", quantity: "1,450.5" });
await lead.sees("1,450.5 tonnes of Road salt");
await lead.sits("Owain Price");
await lead.finds("south-wales", "RS-2027-01");
await lead.presses("Declare requirement");
await lead.fills({ "Road salt (tonnes)": "620" });
await lead.card("2,070.5 tonnes");
await picture(lead, "answered.png");

await lead.page.emulateMedia({ colorScheme: "dark" });
await lead.begins("tender list");
await lead.page.keyboard.press("Escape");
await lead.page.getByRole("combobox", { name: /^Message, or/ }).fill("/requ");
await lead.page.getByRole("option", { name: /declare/ }).first().waitFor();
await picture(lead, "commands.png");
await lead.leaves();

const phone = await open({ width: 390, height: 844, scale: 2 });
await phone.page.getByRole("button", { name: "You & clock" }).click();
await phone.scene("Solid fuel 4: the first year of call-offs");
await phone.sits("Owain Price");
await phone.page.getByRole("button", { name: "Channels", exact: true }).click();
await phone.goes("SF-2027-01");
await phone.card("Cwm Fuels Ltd");
await phone.page.locator("#scroll").evaluate((log) => { log.scrollTop = 0; });
await picture(phone, "phone.png");
await phone.leaves();
await close();
