// A button that copies the text beside it; without a script it stays away, and the text can be selected.
(() => {
  "use strict";
  const from = document.querySelector("[data-copy-from]");
  const button = document.querySelector("[data-copy]");
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
