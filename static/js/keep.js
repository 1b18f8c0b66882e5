// Long words outside the filing form: what was typed and not saved stays on this machine, so that another tab of the page,
// a closed window or a login does not cost it. Without this script the form saves by its button alone.
(() => {
  "use strict";
  const form = document.querySelector("form[data-words]");
  if (!form) return;
  const key = `q4kh:words:${form.dataset.words}`;
  const revision = form.dataset.revision || "";
  const bar = form.querySelector("[data-keep]");
  const fields = [...form.elements].filter((field) => field.matches("textarea, input[type=text], input:not([type])"));
  const isSame = (one, other) => one.trim() === other.trim();

  const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const forget = () => { try { localStorage.removeItem(key); } catch { /* nothing kept */ } };
  const keep = () => {
    const changed = fields.filter((field) => form.hasAttribute("data-unsaved") || field.value !== field.defaultValue);
    if (!changed.length) return forget();
    const values = Object.fromEntries(changed.map((field) => [field.name, field.value]));
    try { localStorage.setItem(key, JSON.stringify({ revision, values })); } catch { /* no room: the page holds it */ }
  };
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-outline-secondary";
    made.textContent = words;
    made.addEventListener("click", () => { bar.replaceChildren(); act(); });
    return made;
  };
  const say = (words, ...actions) => {
    const box = document.createElement("div");
    const text = document.createElement("p");
    const buttons = document.createElement("div");
    box.className = "q-flash is-warn";
    buttons.className = "q-actions";
    text.textContent = words;
    buttons.append(...actions);
    const body = document.createElement("div");
    body.append(text, buttons);
    box.append(body);
    bar.replaceChildren(box);
  };

  let timer = 0;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
  addEventListener("pagehide", () => { if (timer) keep(); });

  const kept = read();
  const differing = fields.filter((field) => kept?.values?.[field.name] !== undefined && !isSame(kept.values[field.name], field.value));
  const put = () => { for (const field of differing) field.value = kept.values[field.name]; };
  if (form.hasAttribute("data-unsaved")) keep();
  else if (!differing.length) forget();
  else if (kept.revision === revision) {
    put();
    say("Đã đưa lại phần gõ trên máy này mà chưa lưu.", button("Bỏ phần đó", () => {
      for (const field of differing) field.value = field.defaultValue;
      forget();
    }));
  } else {
    say("Trên máy này còn phần gõ chưa lưu, của một bản cũ hơn bản đang mở.",
      button("Đưa lại phần đó", () => { put(); keep(); }), button("Bỏ phần đó", forget));
  }
})();
