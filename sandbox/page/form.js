// Forms as dialogs. What was typed stays until it is sent or the form is left on purpose.
import { answered } from "./bar.js";
import { fresh, h } from "./dom.js";
import { act } from "./talk.js";

/** Opens a dialog with inputs; `send` gets [label, value] pairs and throws what is to be shown. */
export function dialog({ title, about, inputs, extra, verb }, send) {
  const fields = inputs.map((input) => field(input));
  const general = h("p", { class: "form-error", role: "alert" });
  const submit = h("button", { type: "submit", class: "button primary" }, verb);
  const leave = h("button", { type: "button", class: "button secondary" }, "Cancel");
  const heading = fresh("dialog");
  const form = h("form", { method: "dialog", noValidate: true },
    h("h2", { id: heading }, title), about && h("p", { class: "quiet" }, about),
    fields.map((one) => one.node), extra, general, h("div", { class: "form-ends" }, leave, submit));
  const box = h("dialog", { class: "form", "aria-labelledby": heading }, form);
  const fault = (text, at) => {
    const where = fields.find((one) => one.label === at);
    if (where) {
      where.fault(text);
      where.input.focus();
    } else {
      general.textContent = text;
    }
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    general.textContent = "";
    fields.forEach((one) => one.fault(""));
    submit.disabled = true;
    try {
      await send(fields.map((one) => [one.label, one.input.value]));
      box.close();
    } catch (refusal) {
      fault(refusal.message, refusal.at);
    } finally {
      submit.disabled = false;
    }
  });
  leave.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  fields[0]?.input.focus();
  return box;
}

function field(it) {
  const id = fresh("input");
  const error = h("span", { id: `${id}-error`, class: "form-error" });
  const props = { id, value: it.value ?? "", placeholder: it.placeholder ?? "", maxLength: it.most, autocomplete: "off", "aria-describedby": `${id}-error`, "aria-required": it.required ? "true" : undefined };
  const input = it.long ? h("textarea", { ...props, rows: 4 }) : h("input", { ...props, type: "text" });
  const node = h("div", { class: "field-row" },
    h("label", { htmlFor: id }, it.label, it.required && h("span", { class: "star", "aria-hidden": "true" }, " *")), input, error);
  const fault = (text) => {
    error.textContent = text;
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  return { label: it.label, input, node, fault };
}

/** Opens a form of the bot's. */
export function openForm(form, chair) {
  dialog({ title: form.title, inputs: form.inputs, verb: "Submit" }, async (values) => {
    const answer = await act("form", { ...chair, opened_by: form.opened_by, values });
    if (answer.outcome === "failed") throw new Error(answer.text);
    // Another form may follow only from a button, so nothing opens on top of this one.
    answered(answer, chair);
  });
}
