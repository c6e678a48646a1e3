// Whether everybody can use it: axe-core over what the page shows, wide and narrow, light and dark.
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { close, open } from "./officer.mjs";

after(close);

const axe = await readFile(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No finding that would keep anybody out. */
async function fine(officer, where) {
  const { page } = officer;
  // The page's own policy lets no other script in, and that is as it should be: axe comes by the debugger.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  const grave = violations.filter((one) => one.impact === "serious" || one.impact === "critical");
  const told = grave.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => `${node.html}\n    ${node.failureSummary}`).join("\n  ")}`);
  assert.deepEqual(told, [], where);
}

/** Nothing is wider than the window. */
async function fits({ page }, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(over, 0, `${where}: cut off at the right`);
}

test("nothing serious stands in anybody's way", async () => {
  const first = await open();
  await first.scene("Solid fuel 4: the first year of call-offs");
  await first.leaves();
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    for (const scheme of ["light", "dark"]) {
      const where = `${width} wide, ${scheme}`;
      const officer = await open({ width, height, scheme });
      const { page } = officer;
      const tab = async (name) => { if (width < 820) await page.getByRole("button", { name, exact: true }).click(); };
      await tab("You & clock");
      await fine(officer, `${where}: you`);
      await fits(officer, where);
      await tab("Channels");
      await fine(officer, `${where}: channels`);
      await officer.goes("SF-2027-01");
      await tab("Messages");
      await officer.card("Cwm Fuels Ltd");
      await fine(officer, `${where}: a post`);
      await fits(officer, where);
      await officer.begins("calloff record");
      await officer.bar.getByLabel("tender", { exact: true }).click();
      await page.getByRole("option", { name: /SF-2027-01/ }).waitFor();
      await fine(officer, `${where}: a command`);
      await fits(officer, where);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await tab("You & clock");
      await officer.sits("Owain Price");
      await tab("Messages");
      await officer.presses("Call off");
      await officer.dialog.waitFor();
      await fine(officer, `${where}: a form`);
      await officer.dialog.getByRole("button", { name: "Cancel" }).click();
      await tab("Channels");
      await officer.goes("south-wales");
      await fine(officer, `${where}: a forum`);
      await officer.leaves();
    }
  }
});

test("it can be used without a mouse", async () => {
  const officer = await open({ reduced: "reduce" });
  const { page } = officer;
  await officer.scene("Ready: nothing announced yet");
  await officer.goes("general");
  await page.getByRole("combobox", { name: /^Message, or/ }).focus();
  await page.keyboard.type("/auth list");
  await page.getByRole("option", { name: /^\/authority list/ }).waitFor();
  await page.keyboard.press("Enter");
  await officer.bar.waitFor();
  // No option is required: Tab goes from the first that could be added to the button that sends.
  for (let steps = 0; steps < 8; steps += 1) {
    if (await page.evaluate(() => document.activeElement.textContent === "Send")) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await officer.sees("Aberwen County Council");
  await officer.leaves();
});
