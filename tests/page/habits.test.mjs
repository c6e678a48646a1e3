// Discord's habits: what is shown to whom, where a fault is shown, what stays when something is refused.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { close, open } from "./officer.mjs";

after(close);

const READY = "Ready: nothing announced yet";

test("what is missing or wrong is said where it is, and what was typed stays", async () => {
  const officer = await open();
  await officer.scene(READY);
  await officer.goes("general");
  await officer.sits("Megan Howell");
  await officer.begins("tender announce");
  await officer.option("title", "Grit");
  await officer.bar.getByRole("button", { name: "Send" }).click();
  await officer.bar.getByText("This option is required. Specify a value").waitFor();
  assert.equal(await officer.bar.getByLabel("title", { exact: true }).inputValue(), "Grit");
  // What the client can't know, the bot refuses, privately.
  for (const [name, value] of [["respond_by", "yesterday"], ["starts", "2027-04-01"], ["ends", "2029-03-31"], ["lot", "Grit, tonne"]]) await officer.option(name, value);
  await officer.sends();
  await officer.sees("Not done.");
  await officer.sees("Only you can see this");
  // Somebody else does not see it.
  await officer.sits("Owain Price");
  await officer.log.getByText("Nothing in #general so far").waitFor();
  await officer.leaves();
});

test("a newcomer joins the server, and is told what is missing", async () => {
  const officer = await open();
  await officer.scene("Solid fuel 1: announced");
  await officer.page.getByRole("button", { name: "Somebody new" }).click();
  await officer.dialog.getByRole("button", { name: "Join" }).click();
  await officer.dialog.getByText("A name is needed.").waitFor();
  await officer.dialog.getByLabel("Name").fill("Elin Vaughan");
  await officer.dialog.getByRole("button", { name: "Join" }).click();
  await officer.page.getByText("Nobody: no authority has given a mandate.").waitFor();
  await officer.goes("SF-2027-01");
  await officer.presses("Declare requirement");
  await officer.sees("/mandate request");
  await officer.leaves();
});

test("who must say for whom gets a menu, and the command goes on", async () => {
  const officer = await open();
  await officer.scene("Solid fuel 1: announced");
  await officer.sits("Nia Rees");
  await officer.goes("general");
  await officer.does("requirement declare", { tender: "SF-2027-01", lot: "House coal", quantity: "12" });
  const menu = officer.log.getByRole("combobox").last();
  const choice = await menu.locator("option", { hasText: "PFR" }).getAttribute("value");
  await menu.selectOption(choice);
  await officer.sees("12 tonnes of House coal");
  await officer.leaves();
});

test("in another scene one sits in the same chair, at the same place", async () => {
  const officer = await open();
  await officer.scene(READY);
  for (const name of ["Gwen Tudor", "Sioned Parry", "Rhys Morgan"]) {
    await officer.sits(name);
    await officer.goes("general");
    await officer.scene(READY);
    const chair = await officer.page.locator("#who option:checked").textContent();
    assert.ok(chair.startsWith(name), `${name} became ${chair}`);
    assert.equal(await officer.page.getByRole("heading", { level: 1 }).textContent(), "# general");
  }
  await officer.leaves();
});

test("a step too early says so and is not ticked off", async () => {
  const officer = await open();
  await officer.scene(READY);
  const tour = officer.page.getByRole("region", { name: "Try it" });
  await tour.getByText("Answer it from another council").click();
  await tour.getByRole("button", { name: "Go there as Owain Price" }).first().click();
  await officer.page.getByText("There is no such post yet").waitFor();
  assert.equal(await tour.locator("li.done").count(), 0);
  await officer.leaves();
});

test("a file is attached, and an offered one comes back", async () => {
  const officer = await open();
  await officer.scene("Solid fuel 1: announced");
  await officer.sits("Owain Price");
  await officer.goes("general");
  await officer.begins("requirement import");
  await officer.option("tender", "SF-2027-01");
  await officer.bar.getByLabel("file", { exact: true }).setInputFiles({ name: "needs.csv", mimeType: "text/csv", buffer: Buffer.from("lot,quantity\nHouse coal,185.5\n") });
  await officer.sends();
  await officer.sees("185.5");
  await officer.leaves();
});

test("the story is played so that it can be followed, and finished at once", async () => {
  const officer = await open();
  const panel = officer.page.getByRole("region", { name: "Start from" });
  await panel.getByRole("combobox").selectOption({ label: "Solid fuel 2: everybody has answered" });
  await panel.getByRole("button", { name: "Play it live" }).click();
  await panel.getByRole("button", { name: "Finish at once" }).waitFor();
  // Meanwhile nobody else moves the clock.
  assert.equal(await officer.page.getByRole("button", { name: "+1 day" }).isDisabled(), true);
  await officer.page.getByRole("region", { name: "What happened" }).getByText("/griffin setup").waitFor();
  await panel.getByRole("button", { name: "Finish at once" }).click();
  await officer.idle();
  await officer.finds("south-wales", "SF-2027-01");
  await officer.card("6 of 6");
  await officer.leaves();
});

test("a reload and a second window show the same, each from its own chair", async () => {
  const one = await open();
  await one.scene("Solid fuel 3: awarded");
  await one.sits("Gwen Tudor");
  await one.goes("SF-2027-01");
  await one.page.reload();
  await one.card("Northern Smokeless plc");
  assert.equal(await one.page.locator("#who option:checked").textContent(), "Gwen Tudor");
  const [two] = await Promise.all([one.page.context().waitForEvent("page"), one.page.getByRole("link", { name: /Second window/ }).click()]);
  await two.locator("#who").waitFor();
  assert.notEqual(await two.locator("#who option:checked").textContent(), "Gwen Tudor");
  await one.leaves();
});
