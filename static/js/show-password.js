/* "Hiện mật khẩu". The box is hidden in the page and shown here: without a script it could do nothing. */
for (const box of document.querySelectorAll("[data-show-password]")) {
  const inputs = box.dataset.showPassword.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const tick = box.querySelector("input");
  const show = (visible) => inputs.forEach((input) => { input.type = visible ? "text" : "password"; });

  tick.checked = false;
  tick.addEventListener("change", () => show(tick.checked));
  /* Sent as a password again, or the browser would remember it among ordinary words. */
  if (inputs.length) inputs[0].form.addEventListener("submit", () => show(false));
  box.hidden = false;
}
