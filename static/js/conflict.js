// The page of two texts: what was decided here need not be offered again by the form; and a button that copies.
(() => {
  "use strict";
  const page = document.querySelector("[data-decides]");
  const from = document.querySelector("[data-copy-from]");
  const button = document.querySelector("[data-copy]");
  if (page) {
    const forget = () => { try { localStorage.removeItem(page.dataset.decides); } catch { /* nothing kept */ } };
    page.addEventListener("submit", forget);
    page.querySelector("[data-keep-stored]").addEventListener("click", forget);
  }
  if (!from || !button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    from.focus();
    from.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(from.value);
      done = true;
    } catch { done = document.execCommand("copy"); }
    document.querySelector("[data-copied]").textContent = done ? "Đã chép." : "Phần chữ đã được chọn, bấm Ctrl+C để chép.";
  });
})();
