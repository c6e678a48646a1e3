// A person at the page: everything goes through what the page shows, found by what is written there.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const PAGE = process.env.PAGE;
/** How long something may take to appear, in milliseconds. */
const PATIENCE = 15000;

let browser = null;

/** The browser, one for all the tests of a file. */
async function launch() {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  return browser;
}

/** Closes the browser. */
export const close = () => browser?.close();

/** Opens a window. What it asks of other servers, and what goes wrong in it, is kept. */
export async function open({ width = 1280, height = 900, scheme = "light", reduced = "no-preference", scale = 1 } = {}) {
  const context = await (await launch()).newContext({
    viewport: { width, height }, deviceScaleFactor: scale, colorScheme: scheme, reducedMotion: reduced, timezoneId: "Europe/London", locale: "en-GB",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const elsewhere = [];
  const faults = [];
  page.on("request", (request) => request.url().startsWith(`${PAGE}/`) || request.url().startsWith("data:") || elsewhere.push(request.url()));
  page.on("pageerror", (error) => faults.push(error.message));
  // A refusal is an answer of the page's own, which the browser also logs.
  page.on("console", (message) => message.type() === "error" && !/status of 422/.test(message.text()) && faults.push(message.text()));
  await page.goto(PAGE);
  await page.getByRole("combobox", { name: "Whose chair you sit in" }).waitFor();
  return new Officer(page, elsewhere, faults);
}

export class Officer {
  constructor(page, elsewhere, faults) {
    Object.assign(this, { page, elsewhere, faults });
  }

  get log() {
    return this.page.getByRole("log");
  }

  get bar() {
    return this.page.getByRole("group", { name: /^Command/ });
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  /** Starts a scene, and waits until it stands. */
  async scene(title) {
    const panel = this.page.getByRole("region", { name: "Start from" });
    const before = await this.page.evaluate(() => document.body.dataset.world);
    await panel.getByRole("combobox").selectOption({ label: title });
    await panel.getByRole("button", { name: "Start" }).click();
    // The same scene may be started again: another world has another address.
    await this.page.waitForFunction((old) => document.body.dataset.world !== old, before, { timeout: 60000 });
    await this.page.getByRole("region", { name: "Try it" }).getByRole("heading", { name: title }).waitFor();
    await this.idle();
  }

  /** Waits until nothing is being played or moved. */
  async idle() {
    await this.page.locator("body:not(.busy)").waitFor({ timeout: 120000 });
  }

  async sits(name) {
    const chair = this.page.getByRole("combobox", { name: "Whose chair you sit in" });
    const option = await chair.locator("option", { hasText: name }).first().getAttribute("value");
    await chair.selectOption(option);
    await this.page.locator(`#who option:checked`, { hasText: name }).waitFor({ state: "attached" });
    // Buttons act for the chair at once, but what is shown follows.
    await this.page.waitForFunction((id) => location.hash.includes(`who=${id}`), option);
  }

  /** Opens a channel, forum or post by what is written on it. */
  async goes(name) {
    const places = this.page.getByRole("navigation", { name: "Channels" });
    await places.getByRole("link", { name }).first().click();
    // On a phone the channels are out of sight by then.
    await this.page.locator("#places [aria-current=page]", { hasText: name }).waitFor({ state: "attached" });
  }

  /** Opens a post from its forum's list, where archived ones stand too. */
  async finds(forum, post) {
    await this.goes(forum);
    // A digest's excerpt may name the post too.
    await this.log.locator(".post-title", { hasText: post }).first().click();
    await this.page.getByRole("heading", { name: post, level: 1 }).waitFor();
  }

  /** Begins a command as one does in Discord: a slash, some letters, Enter. */
  async begins(command) {
    const box = this.page.getByRole("combobox", { name: /^Message, or/ });
    await box.click();
    await box.fill(`/${command}`);
    await this.page.getByRole("option", { name: new RegExp(`^/${command} `) }).first().waitFor();
    await box.press("Enter");
    await this.bar.waitFor();
  }

  /** Fills in an option of the command; one that is not there yet is added. */
  async option(name, value) {
    const field = this.bar.getByLabel(name, { exact: true });
    if (!(await field.count())) await this.bar.getByRole("button", { name: `+ ${name}` }).click();
    await field.fill(value);
  }

  /** Types a whole command, sends it, and waits until its answer is there. */
  async does(command, options = {}) {
    await this.begins(command);
    for (const [name, value] of Object.entries(options)) await this.option(name, value);
    await this.sends();
  }

  async sends() {
    await this.bar.getByRole("button", { name: "Send" }).click();
    await this.bar.waitFor({ state: "detached" });
  }

  /** Types a whole command, sends it, and says yes to what it would do. */
  async agrees(command, options = {}) {
    await this.does(command, options);
    await this.presses("Go ahead");
  }

  async presses(label) {
    await this.log.getByRole("button", { name: label, exact: true }).last().click();
  }

  /** Fills in the form that is open, by its labels, and sends it. */
  async fills(values) {
    await this.dialog.waitFor();
    for (const [label, value] of Object.entries(values)) await this.dialog.getByLabel(label).fill(value);
    await this.dialog.getByRole("button", { name: "Submit" }).click();
    await this.dialog.waitFor({ state: "detached" });
  }

  /** Waits until something is written among the messages. */
  async sees(text) {
    await this.log.getByText(text).first().waitFor();
  }

  /** Waits until the card of the open post says something. */
  async card(text) {
    await this.log.locator(".embed", { hasText: text }).first().waitFor();
  }

  async moves(date) {
    const clock = this.page.getByRole("region", { name: "The clock" });
    await clock.getByLabel("To a date").fill(date);
    await clock.getByRole("button", { name: "Go", exact: true }).click();
    const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" }).format(new Date(date));
    await clock.getByText(day).waitFor({ timeout: 120000 });
    await this.idle();
  }

  /** Leaves, if nothing went wrong and nothing was asked of anybody else. */
  async leaves() {
    assert.deepEqual(this.elsewhere, []);
    assert.deepEqual(this.faults, []);
    await this.page.context().close();
  }
}
