// The keyboard follows the paper: Enter in a box goes on to the next one instead of sending the form half filled.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing");
  if (!form) return;
  const isStop = (field) => !field.hidden && field.tabIndex >= 0 && !["file", "hidden", "submit", "button"].includes(field.type)
    && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET" && field.offsetParent !== null
    && (field.type !== "radio" || field.checked || !form.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`));

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || field.tagName !== "INPUT" || field.type === "file") return;
    event.preventDefault();
    const stops = [...form.elements].filter((one) => one === field || (isStop(one) && !(one.type === "radio" && one.name === field.name)));
    const seen = new Set();
    const line = stops.filter((one) => one.type !== "radio" || one === field || (!seen.has(one.name) && seen.add(one.name)));
    const next = line[line.indexOf(field) + 1];
    if (!next) return;
    next.focus();
    if (next.select && next.type === "text") next.select();
  });
  // "Chép từ quý trước" is there while nothing stands in the text.
  form.addEventListener("input", (event) => {
    const below = event.target.parentElement?.querySelector(":scope > .q-below");
    if (!below) return;
    const copy = below.querySelector("[data-copy-text]");
    const carried = below.querySelector("[data-carried]");
    if (copy) copy.hidden = event.target.value.trim() !== "";
    if (carried) carried.hidden = event.isTrusted || !event.target.value.trim();
  });
})();
