// The review page: counts the marks, keeps what was ticked and written while one looks around, N opens the next report.
// The server decides; without this script the page says the same after each move.
(() => {
  "use strict";
  const isTyping = (target) =>
    target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
    (target.tagName === "INPUT" && !/^(radio|checkbox|button|submit)$/.test(target.type));
  document.addEventListener("keydown", (event) => {
    const next = document.querySelector("a[data-next]");
    if (!next || event.key.toLowerCase() !== "n" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.isComposing || isTyping(event.target)) return;
    event.preventDefault();
    next.click();
  });

  const form = document.querySelector("form.q-review");
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  if (!form) {
    // Decided: what was kept for this report has been sent.
    const report = document.querySelector("[data-report]");
    const kept = report && store ? Object.keys(store) : [];
    kept.filter((key) => key.startsWith(`review:${report.dataset.report}-`)).forEach((key) => store.removeItem(key));
    return;
  }

  const key = `review:${form.dataset.key}`;
  const lines = [...form.querySelectorAll("[data-line]")];
  const shown = lines.filter((line) => !line.closest("details"));
  const isBack = (line) => line.querySelector("input[value=return]").checked;
  const count = form.querySelector("[data-count]");
  const giveBack = form.querySelector("button[value=return]");
  const accept = form.querySelector("button[value=accept]");
  const why = form.querySelector("#why");

  const refresh = () => {
    const back = lines.filter(isBack);
    const good = shown.filter((line) => !isBack(line)).length;
    lines.forEach((line) => { line.querySelector("textarea").disabled = !isBack(line); });
    const said = [`${good} dòng được`, ...(back.length ? [`${back.length} dòng trả lại`] : [])].join(", ");
    count.textContent = good || back.length ? `${said}.` : "";
    giveBack.textContent = `Trả lại ${back.length ? `${back.length} dòng ` : ""}cho ${giveBack.dataset.unit}`;
    if (!accept) return;
    const names = back.map((line) => line.dataset.line).join(", ");
    why.textContent = back.length ? `Muốn chấp nhận, đổi dòng ${names} thành “Được”.` : "";
    for (const [button, isNext] of [[giveBack, back.length > 0], [accept, back.length === 0]]) {
      button.classList.toggle("btn-primary", isNext);
      button.classList.toggle("btn-outline-secondary", !isNext);
    }
  };

  const fields = () => [...form.elements].filter((field) => /^(line-|reason)/.test(field.name));
  const keep = () => {
    if (!store) return;
    const said = {};
    for (const field of fields()) {
      if (field.type === "radio" ? field.checked && field.value === "return" : field.value) said[field.name] = field.value;
    }
    try {
      if (Object.keys(said).length) store.setItem(key, JSON.stringify(said));
      else store.removeItem(key);
    } catch { /* the browser has no room: the page itself still holds everything */ }
  };
  const restore = () => {
    let said = {};
    try { said = JSON.parse(store?.getItem(key) || "{}"); } catch { return; }
    for (const field of fields()) {
      if (!(field.name in said)) continue;
      if (field.type === "radio") field.checked = field.value === said[field.name];
      else if (!field.value) field.value = said[field.name];
    }
    const fold = form.querySelector("details.q-more");
    if (fold && [...fold.querySelectorAll("[data-line]")].some(isBack)) fold.open = true;
  };

  form.addEventListener("input", keep);
  form.addEventListener("change", () => {
    refresh();
    keep();
  });
  // Enter on a radio button would press the first button of the form.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "radio") event.preventDefault();
  });
  restore();
  refresh();
})();
