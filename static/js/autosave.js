// Never lose a word. What was typed is saved a moment after the last key, only the fields that changed; until the server
// has it, a copy stays on this machine. Each way a save can fail ends in a bar that says what happened and what to do.
// Without this script the form saves whole by its button, and the server's own pages keep what was typed.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing");
  if (!form) return;
  const DELAY = 1500; // after the last key
  const LONGEST = 8000; // while somebody types without a pause
  const RETRY = 5000;
  const PATIENCE = 20000; // for one answer
  const OLD = 30000; // a page that was left for so long asks whether it is still the latest
  const ZONE = "Asia/Ho_Chi_Minh"; // as the server tells time
  const KEEPALIVE_BYTES = 60000; // what browsers carry for a page that is gone
  const OURS = new Set(["csrfmiddlewaretoken", "revision", "base"]);
  const address = location.pathname;
  const copyKey = `q4kh:${form.dataset.report}:${form.dataset.user}`;
  const noteKey = `${copyKey}:reloaded`;
  const bar = form.querySelector("[data-keep]");
  const savedLine = form.querySelector("[data-saved]");
  const savedShort = form.querySelector("[data-saved-short]");
  const token = form.elements.csrfmiddlewaretoken;

  let revision = form.dataset.revision; // the browser may have put an older page's number back into the input
  let state = "ok"; // ok, offline, session, conflict, frozen, failed
  let inFlight = null;
  let sending = new Map(); // what is on its way
  let submitting = false;
  let timer = 0;
  let firstKey = 0;
  let asked = Date.now();
  let offered = null; // a copy from an earlier visit that nobody has taken or refused yet
  let holdsCopies = true;
  const held = new Map(); // name → value that the server could not read

  // ---- Fields --------------------------------------------------------------------------------------------------------

  const fields = () => [...form.elements].filter(
    (field) => field.name && !OURS.has(field.name) && !["BUTTON", "FIELDSET"].includes(field.tagName) && field.type !== "file");
  const valuesOf = (value, isOn) => {
    const found = new Map();
    for (const field of fields()) {
      if (field.type !== "radio") found.set(field.name, value(field));
      else if (isOn(field)) found.set(field.name, field.value);
    }
    return found;
  };
  const typed = () => valuesOf((field) => field.value, (field) => field.checked);
  // As the server wrote the page: what a browser put back into it by itself counts as typed.
  const asWritten = () => valuesOf(
    (field) => field.tagName === "SELECT"
      ? ([...field.options].find((option) => option.defaultSelected) || field.options[0]).value : field.defaultValue,
    (field) => field.defaultChecked);
  const stored = asWritten();
  // Drawn again with what was typed, and nothing of it saved: all of it is new.
  const isUnsaved = form.hasAttribute("data-unsaved");
  if (isUnsaved) for (const name of stored.keys()) stored.set(name, undefined);
  const listOf = (name) => /^(item|proposal)-/.exec(name)?.[1];

  const unsaved = () => {
    const now = typed();
    const changed = new Map([...now].filter(([name, value]) => stored.get(name) !== value && (value || stored.has(name))));
    // A list goes whole, or the server would take the rest of it for removed.
    const lists = new Set([...changed.keys()].map(listOf).filter(Boolean));
    for (const [name, value] of now) if (lists.has(listOf(name))) changed.set(name, value);
    return changed;
  };
  const isFresh = (changes) => [...changes].some(([name, value]) => held.get(name) !== value);

  const setField = (name, value) => {
    if (listOf(name)) form.dispatchEvent(new CustomEvent("q:row", { detail: name }));
    for (const field of fields().filter((one) => one.name === name)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
      for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    }
  };
  const labelOf = (name) => {
    const field = document.getElementById(name) || fields().find((one) => one.name === name);
    return field?.dataset.required || field?.labels?.[0]?.textContent.trim().split("\n")[0] || name;
  };

  // ---- The copy on this machine ----------------------------------------------------------------------------------------

  const readCopy = () => { try { return JSON.parse(localStorage.getItem(copyKey)); } catch { return null; } };
  const remember = () => {
    const values = { ...(offered?.values || {}), ...Object.fromEntries(unsaved()) };
    try {
      if (!Object.keys(values).length) localStorage.removeItem(copyKey);
      else localStorage.setItem(copyKey, JSON.stringify({ at: Date.now(), revision, values }));
      holdsCopies = true;
    } catch { holdsCopies = false; }
  };

  // ---- What the page says ------------------------------------------------------------------------------------------------

  const time = (date = new Date()) => date.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const mark = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "q-mark");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#m-${name}`);
    svg.append(use);
    return svg;
  };
  const button = (words, act, css = "btn-outline-secondary") => {
    const made = make("button", { type: "button", class: `btn ${css}` }, words);
    made.addEventListener("click", act);
    return made;
  };
  const say = (kind, words, ...actions) => {
    const body = make("div", {}, make("p", {}, words));
    if (actions.length) body.append(make("div", { class: "q-actions" }, ...actions));
    const marks = { "is-warn": "behind", "is-wrong": "missed", "is-done": "accepted" };
    bar.replaceChildren(make("div", { class: `q-flash ${kind}` }, mark(marks[kind] || "info"), body));
  };
  // A screen reader hears the bar only when the state changes, not at every try.
  const enter = (next, kind, words, ...actions) => {
    if (state === next) return;
    state = next;
    say(kind, words, ...actions);
  };
  const submitWhole = () => form.requestSubmit();
  const KEPT = "Phần vừa nhập đang giữ trên máy này";

  const sayOffline = () => enter("offline", "is-warn", `Mất kết nối từ ${time()}. ${KEPT} và sẽ lưu khi có mạng.`);
  const sayFailed = () => enter("failed", "is-warn", `Máy chủ chưa lưu được lúc ${time()}. ${KEPT}, sẽ tự thử lại.`);
  const saySession = () => enter("session", "is-warn",
    `Phiên làm việc đã hết hạn, chưa lưu được từ ${time()}. ${KEPT}. Đăng nhập lại thì phần này được lưu.`,
    make("a", { class: "btn btn-primary", href: form.dataset.login, target: "_blank" }, "Đăng nhập ở thẻ mới"),
    button("Đăng nhập ngay tại đây", submitWhole));
  const sayStale = (data) => {
    const by = data.saved_by ? `${data.saved_by} đã lưu` : "Báo cáo này đã được lưu ở một cửa sổ khác";
    // Returned to the unit while somebody types, say.
    const who = data.state === form.dataset.state ? by : `Báo cáo nay ở tình trạng “${data.state_label}”. ${by}`;
    if (unsaved().size) {
      enter("conflict", "is-wrong", `${who} lúc ${data.saved_at}, sau khi trang này được mở. ${KEPT}, chưa lưu.`,
        button("So hai bản rồi chọn", submitWhole, "btn-primary"));
    } else {
      enter("conflict", "is-warn", `${who} lúc ${data.saved_at}: trang này cũ hơn bản đang lưu.`,
        button("Mở bản đang lưu", () => location.reload(), "btn-primary"));
    }
  };
  const sayFrozen = (data) => enter("frozen", "is-wrong",
    `Báo cáo nay ở tình trạng “${data.state_label}”, không sửa được nữa. ${KEPT}, chưa lưu.`,
    button("Xem phần vừa nhập", submitWhole, "btn-primary"));
  const saySaved = (at) => {
    savedShort.textContent = held.size ? `${held.size} ô chưa lưu` : `Đã lưu ${at}`;
    if (!at) return; // all that has ever come was refused
    if (savedLine.dataset.at === undefined) {
      savedLine.replaceChildren(mark("saved"), make("span", {}, "Đã tự lưu ", make("span", { "aria-hidden": "true" }),
        make("span", { "data-rest": "" })));
    }
    savedLine.dataset.at = at;
    savedLine.querySelector("[aria-hidden=true]:not(svg)").textContent = `lúc ${at}`;
    const rest = held.size ? `, trừ ${held.size} ô chưa đọc được, đang báo đỏ.` : ". Có thể đóng trang và soạn tiếp sau.";
    const told = savedLine.querySelector("[data-rest]");
    if (told.textContent !== rest) told.textContent = rest;
  };
  const recovered = (at) => {
    if (state === "ok") return;
    state = "ok";
    say("is-done", `Đã lưu được lúc ${at}, không mất gì.`);
    setTimeout(() => { if (state === "ok") bar.replaceChildren(); }, 15000);
  };

  // ---- Errors and oddities at their fields ---------------------------------------------------------------------------------

  // A ratio is wrong as a whole: a new number in one box answers the message at the other.
  const mates = (name) => fields().filter((one) => one.name === name).flatMap(
    (field) => field.closest(".q-figure") ? [...field.closest(".q-figure").querySelectorAll("input, textarea")] : [field]);
  const clearError = (name) => {
    for (const field of mates(name)) {
      for (const id of (field.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean)) {
        const box = document.getElementById(id);
        if (!box?.classList.contains("invalid-feedback")) continue;
        box.remove();
        const left = field.getAttribute("aria-describedby").split(/\s+/).filter((one) => one && one !== id).join(" ");
        if (left) field.setAttribute("aria-describedby", left); else field.removeAttribute("aria-describedby");
      }
      field.removeAttribute("aria-invalid");
      field.classList.remove("is-invalid");
      const line = field.closest(".is-wrong");
      if (line && !line.querySelector("[aria-invalid]")) line.classList.remove("is-wrong");
    }
  };
  const showError = (name, message) => {
    clearError(name);
    const field = document.getElementById(name);
    if (!field) return;
    const id = `e-auto-${name}`;
    const box = make("div", { class: "invalid-feedback", id }, message);
    const figure = field.closest(".q-figure"); // its inputs are narrow: the words stand under its label, as the server puts them
    if (figure) figure.firstElementChild.append(box);
    else field.before(box);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${id}`.trim());
    field.classList.add("is-invalid");
    field.closest(".q-field, .q-figure, .q-task, .q-row")?.classList.add("is-wrong");
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  const showOddities = (odd) => {
    for (const [name, row] of Object.entries(odd)) {
      const line = document.getElementById(name)?.closest(".q-figure");
      if (!line || document.getElementById(row.name)) continue;
      const area = make("textarea", { class: "form-control", id: row.name, name: row.name, rows: "2", maxlength: "1000" });
      area.value = row.value;
      stored.set(row.name, row.value);
      line.append(make("div", { class: "q-wide", "data-odd": name },
        make("span", { class: "q-warn" }, `${row.text}. Nếu đúng, giải trình để Phòng Kinh tế biết.`),
        make("label", { class: "form-label mt-3", for: row.name }, "Giải trình với Phòng Kinh tế"), area));
    }
    for (const box of form.querySelectorAll("[data-odd]")) {
      if (!odd[box.dataset.odd] && !box.querySelector("textarea").value.trim()) box.remove();
    }
  };

  // ---- Saving ------------------------------------------------------------------------------------------------------------

  // The token of now, not of when the page was opened: a login in another tab changes it.
  const csrf = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] || token.value;

  const ask = async (body) => {
    const patience = new AbortController();
    const end = setTimeout(() => patience.abort(), PATIENCE);
    try {
      return await fetch(address, {
        method: body ? "POST" : "GET",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": csrf() },
        credentials: "same-origin",
        redirect: "manual",
        // A save that is on its way when the page goes must not be broken off with it.
        keepalive: body !== null && String(body).length < KEEPALIVE_BYTES,
        signal: patience.signal,
      });
    } finally { clearTimeout(end); asked = Date.now(); }
  };

  const took = (data, sent) => {
    revision = String(data.revision);
    form.elements.revision.value = revision;
    const sums = Object.entries(data.base).map(([key, sum]) => [key.replaceAll(" ", "_"), sum]);
    const base = new Map(form.elements.base.value.split(" ").filter(Boolean).map((pair) => pair.split("=")));
    for (const [key, sum] of sums) base.set(key, sum);
    form.elements.base.value = [...base].map((pair) => pair.join("=")).join(" ");
    held.clear();
    for (const [name, value] of sent) {
      if (data.held.includes(name)) held.set(name, value);
      else stored.set(name, value);
      clearError(name);
    }
    for (const [name, message] of Object.entries(data.errors)) showError(name, message);
    if (data.odd) showOddities(data.odd); // not told where no figure was looked at
    form.dispatchEvent(new Event("q:checked"));
    for (const [name, text] of Object.entries(data.filled)) {
      stored.set(name, text);
      setField(name, text);
      document.getElementById(name).dispatchEvent(new Event("input", { bubbles: true }));
      document.getElementById(name).focus();
    }
    if (data.refused) say("", data.refused);
    const tag = document.querySelector("[data-nil]");
    if (tag && !data.is_nil) { tag.nextElementSibling?.remove(); tag.remove(); }
    saySaved(data.saved_at);
    recovered(data.saved_at);
  };
  const send = async (changes, leaving, copy, again = false) => {
    const body = new URLSearchParams(changes);
    body.set("revision", revision);
    if (copy) body.set("copy", copy);
    const was = csrf();
    let answer;
    try {
      answer = await ask(body);
    } catch {
      if (!leaving) { sayOffline(); schedule(RETRY); }
      return;
    }
    // Only the token was gone, and this answer has brought a new one.
    if (answer.status === 403 && csrf() !== was && !again) return send(changes, leaving, copy, true);
    // The old session is gone, or another account has logged in here since.
    if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) return saySession();
    let data = null;
    try { data = await answer.json(); } catch { /* a page of the server, not an answer to us */ }
    if (answer.status === 409 && data) return data.open ? sayStale(data) : sayFrozen(data);
    if (!answer.ok || !data) { sayFailed(); schedule(RETRY * 3); return; }
    took(data, changes);
  };

  // The page goes while a save is on its way: what was typed since goes after it, on the number that save will give.
  // Should it come first, or somebody else have saved in its place, it is refused, and the copy on this machine is
  // offered at the next visit.
  const sendLast = () => {
    const changes = unsaved();
    if ([...changes].every(([name, value]) => sending.get(name) === value)) return;
    const body = new URLSearchParams(changes);
    body.set("revision", Number(revision) + 1);
    body.set("follows", "own");
    ask(body).catch(() => {});
  };

  const isOver = () => submitting || state === "conflict" || state === "frozen";
  const save = async ({ leaving = false, gone = false, copy = "", asks = false } = {}) => {
    clearTimeout(timer);
    firstKey = 0;
    remember();
    if (isOver()) return;
    if (inFlight) {
      if (gone) sendLast();
      if (leaving) return;
      await inFlight;
      return save({ leaving, copy, asks });
    }
    const changes = unsaved();
    if (!copy && !isFresh(changes) && state !== "session") {
      if (asks && !changes.size) saySaved(time());
      if (state === "offline" || state === "failed") { if (changes.size === 0) recovered(time()); }
      return;
    }
    sending = changes;
    inFlight = send(changes, leaving, copy).finally(() => { inFlight = null; });
    await inFlight;
    remember();
    if (state === "ok" && isFresh(unsaved())) schedule();
  };
  function schedule(wait = DELAY) {
    clearTimeout(timer);
    if (isOver()) return;
    timer = setTimeout(save, wait);
  }

  // Is this page still the latest? One that nobody has typed in is simply opened again.
  const look = async ({ mayReload = false } = {}) => {
    if (isOver() || inFlight) return;
    let data;
    try {
      const answer = await ask(null);
      if (!answer.ok) return;
      data = await answer.json();
    } catch { return; }
    if (isOver() || inFlight || String(data.revision) === revision) return;
    if (mayReload && !unsaved().size) {
      const who = data.saved_by ? `${data.saved_by} lưu` : "lưu";
      try { sessionStorage.setItem(noteKey, `Đã mở lại bản mới nhất, ${who} lúc ${data.saved_at}.`); } catch { /* says nothing */ }
      location.reload();
    } else if (data.open) sayStale(data);
    else sayFrozen(data);
  };

  // ---- Events ------------------------------------------------------------------------------------------------------------

  const onTyping = (event) => {
    if (!event.target.name || event.target.type === "file") return;
    firstKey = firstKey || Date.now();
    schedule(Date.now() - firstKey > LONGEST ? 0 : DELAY);
    keepSoon();
  };
  let keeping = 0;
  const keepSoon = () => { clearTimeout(keeping); keeping = setTimeout(remember, 300); };
  form.addEventListener("input", onTyping);
  form.addEventListener("change", onTyping);
  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-copy-text]");
    if (!pressed) return;
    event.preventDefault();
    save({ copy: pressed.value });
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save({ asks: true });
    }
  });
  form.addEventListener("submit", async (event) => {
    remember();
    if (!navigator.onLine) { // the browser's own error page would take the form's place
      event.preventDefault();
      sayOffline();
      return;
    }
    const uploads = form.uploads || null;
    if (inFlight || uploads) { // our own small save must not make this one late
      event.preventDefault();
      const submitter = event.submitter;
      const failures = () => form.querySelectorAll("[data-files] .invalid-feedback");
      const before = failures().length;
      await Promise.allSettled([inFlight, uploads]);
      if (failures().length > before) failures()[before].scrollIntoView({ block: "center" });
      else if (navigator.onLine) form.requestSubmit(submitter);
      return;
    }
    clearTimeout(timer);
    submitting = true;
    token.value = csrf();
  });
  addEventListener("online", () => { if (state === "offline") save(); });
  addEventListener("offline", () => { if (unsaved().size) { remember(); sayOffline(); } });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ leaving: true });
    else if (state === "session" || state === "offline") save();
    else if (Date.now() - asked > OLD) look();
  });
  addEventListener("focus", () => { if (state === "session") save(); });
  addEventListener("pagehide", () => save({ leaving: true, gone: true }));
  addEventListener("beforeunload", (event) => {
    if (!submitting && !holdsCopies && unsaved().size) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    const [entry] = performance.getEntriesByType("navigation");
    if (event.persisted) submitting = false;
    if (event.persisted || entry?.type === "back_forward") look({ mayReload: true });
  });

  // ---- On opening ------------------------------------------------------------------------------------------------------------

  form.elements.revision.value = revision;
  try {
    const note = sessionStorage.getItem(noteKey);
    if (note) say("", note);
    sessionStorage.removeItem(noteKey);
  } catch { /* nothing to say */ }
  const copy = readCopy();
  if (copy?.values) {
    const now = typed();
    const differ = Object.entries(copy.values).filter(([name, value]) => (now.get(name) ?? "") !== value);
    if (!differ.length) {
      try { localStorage.removeItem(copyKey); } catch { /* gone already */ }
    } else {
      offered = { values: Object.fromEntries(differ) };
      const names = [...new Set(differ.map(([name]) => labelOf(name)))];
      const when = new Date(copy.at);
      const day = when.toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric", timeZone: ZONE });
      const close = () => { offered = null; bar.replaceChildren(); remember(); };
      say("is-warn", `Trên máy này còn phần nhập lúc ${time(when)} ngày ${day} chưa lưu: ${names.slice(0, 4).join("; ")}${names.length > 4 ? "…" : ""}.`,
        button("Khôi phục phần chưa lưu", () => {
          for (const [name, value] of Object.entries(offered.values)) setField(name, value);
          close();
          form.dispatchEvent(new Event("input", { bubbles: true }));
          save();
        }, "btn-primary"),
        button("Bỏ phần đó", close));
    }
  }
  if (isUnsaved) {
    remember();
    schedule();
  }
})();
