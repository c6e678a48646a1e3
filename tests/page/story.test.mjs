// A tender from the announcement to a call-off, and what comes by itself on the way.
import { after, test } from "node:test";
import { close, open } from "./officer.mjs";

after(close);

const READY = "Ready: nothing announced yet";
const POST = "RS-2027-01 Road salt";

test("councils buy together, through the page alone", async () => {
  const lead = await open();
  await lead.scene(READY);
  const joiner = await open();

  await lead.sits("Megan Howell");
  await lead.goes("general");
  await lead.does("tender announce", {
    title: "Road salt", respond_by: "18 Dec", starts: "2027-04-01", ends: "2029-03-31", lot: "Road salt, tonne",
    regions: "South Wales, Mid and West Wales", open_book: "True",
  });
  await lead.sees("Announced.");
  await lead.goes(POST);
  await lead.card("0 of 6");

  // Another council, in a window of its own.
  await joiner.sits("Owain Price");
  await joiner.goes(POST);
  await joiner.presses("Join");
  await joiner.sees("Joined");
  await joiner.presses("Declare requirement");
  await joiner.fills({ "Road salt (tonnes)": "620" });
  await joiner.sees("620 tonnes of Road salt");
  await joiner.card("1 of 6");
  // Nobody reloaded the lead's window.
  await lead.card("620 tonnes");

  // The lead's own need, by command, with what was typed completed.
  await lead.begins("requirement declare");
  await lead.bar.getByLabel("tender", { exact: true }).fill("salt");
  await lead.page.getByRole("option", { name: /RS-2027-01/ }).click();
  await lead.bar.getByLabel("lot", { exact: true }).click();
  await lead.page.getByRole("option", { name: /Road salt/ }).click();
  await lead.option("quantity", "1,450.5");
  await lead.sends();
  await lead.card("2,070.5 tonnes");
  await joiner.card("2,070.5 tonnes");

  await lead.does("tender close", { tender: "RS-2027-01", reason: "Everybody has been asked" });
  await lead.card("Requirements in.");
  await lead.does("tender publish", { tender: "RS-2027-01", notice: "2027/S 000-004321", bids_by: "19 February 2027 12:00" });
  await lead.card("Out to tender.");
  // The digest of December is posted by itself, in both forums.
  await lead.moves("2027-01-12T10:00");
  await lead.goes("south-wales");
  await lead.sees("Digest, ");
  await lead.moves("2027-03-01T09:00");
  await lead.finds("south-wales", POST);
  await lead.does("tender award", { tender: "RS-2027-01", lot: "Road salt", supplier: "Halen Roads Ltd", price: "0:41.80; 1,500:39.20" });
  await lead.card("Halen Roads Ltd");

  await lead.moves("2027-04-01T09:00");
  await lead.card("Call-offs open.");
  await joiner.presses("Call off");
  await joiner.fills({ "Lot: its name or number": "Road salt", "Quantity, such as 1,250.5": "310" });
  await joiner.card("Called off so far: 310 tonnes");
  await lead.card("Called off so far: 310 tonnes");

  await joiner.does("reminder calloff", { tender: "RS-2027-01", schedule: "monthly on the 1st 09:00", message: "Look at the barns" });
  await joiner.sees("Remind me by direct message");
  await lead.moves("2027-05-02T09:00");
  await joiner.sees("Look at the barns");
  await joiner.leaves();
  await lead.leaves();
});
