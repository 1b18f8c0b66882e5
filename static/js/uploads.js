// Evidence goes up as soon as it is chosen, one file after the other, each with its progress or its error beside it.
// Without this script the files go with the form.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing");
  const input = form?.querySelector("input[type=file]");
  if (!input) return;
  const files = form.querySelector("[data-files]");
  const count = form.querySelector("[data-file-count]");
  const SVG = "http://www.w3.org/2000/svg";
  form.querySelector("[data-file-hint]").textContent = "Tệp được tải lên ngay khi chọn.";

  const size = (bytes) => bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;
  const csrf = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] || form.elements.csrfmiddlewaretoken.value;

  const drawRow = (file) => {
    const row = document.createElement("div");
    row.className = "q-file";
    const name = document.createElement("span");
    name.textContent = file.name;
    const weight = document.createElement("span");
    weight.className = "q-unit";
    weight.textContent = size(file.size);
    const bar = document.createElementNS(SVG, "svg");
    bar.setAttribute("class", "q-bar");
    bar.setAttribute("viewBox", "0 0 100 8");
    bar.setAttribute("preserveAspectRatio", "none");
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", `Đang tải ${file.name}`);
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", "100");
    for (const [css, width] of [["bg", 100], ["fg", 0]]) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", css);
      rect.setAttribute("width", width);
      rect.setAttribute("height", 8);
      bar.append(rect);
    }
    row.append(name, weight, bar);
    files.append(row);
    return row;
  };
  const progress = (row, percent) => {
    row.querySelector("rect.fg").setAttribute("width", percent);
    row.querySelector("svg").setAttribute("aria-valuenow", percent);
  };
  const failed = (row, file, text) => {
    row.querySelector("svg")?.remove();
    row.querySelectorAll(".invalid-feedback, button").forEach((old) => old.remove());
    const words = document.createElement("span");
    words.className = "invalid-feedback";
    words.setAttribute("role", "alert");
    words.textContent = text;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-link";
    again.textContent = "Tải lại";
    again.addEventListener("click", () => { row.remove(); queue(file); });
    const away = document.createElement("button");
    away.type = "button";
    away.className = "btn btn-link";
    away.textContent = "Bỏ";
    away.addEventListener("click", () => row.remove());
    row.append(words, again, away);
  };
  const MESSAGES = {
    0: "Mất kết nối khi đang tải; tải lại khi có mạng.",
    403: "Phiên làm việc đã hết hạn; đăng nhập ở thẻ khác rồi bấm “Tải lại”.",
    404: "Tài khoản đang đăng nhập không thêm được tệp vào báo cáo này.",
    413: "Tệp quá lớn; giảm cỡ hoặc tách tệp.",
    503: "Máy chủ đang gián đoạn; chờ một phút rồi tải lại.",
    507: "Máy chủ hết chỗ lưu tệp; báo quản trị hệ thống, có chỗ rồi tải lại.",
  };
  const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}`.replace(/\.?$/, ".");

  const upload = (row, file) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.attach);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(row, Math.round((event.loaded / event.total) * 100));
    });
    request.addEventListener("loadend", () => {
      let data = {};
      try { data = JSON.parse(request.responseText); } catch { /* a page, not an answer */ }
      if (request.status === 200 && data.html) {
        const box = document.createElement("div");
        box.innerHTML = data.html;
        const fresh = box.firstElementChild;
        const address = fresh.querySelector("a").getAttribute("href");
        // The same file chosen twice is one file.
        const same = [...files.querySelectorAll("a")].find((link) => link.getAttribute("href") === address);
        if (same) row.remove(); else row.replaceWith(fresh);
        if (count) count.textContent = `${data.count} tệp`;
      } else {
        failed(row, file, data.error ? sentence(data.error) : MESSAGES[request.status] || `Máy chủ chưa nhận được tệp (${request.status}); tải lại sau.`);
      }
      done();
    });
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  });

  // One after the other; a form that is sent meanwhile waits for them (autosave.js).
  let last = Promise.resolve();
  let waiting = 0;
  function queue(file) {
    const row = drawRow(file);
    waiting += 1;
    last = last.then(() => upload(row, file)).finally(() => {
      waiting -= 1;
      if (waiting === 0) form.uploads = null;
    });
    form.uploads = last;
  }
  input.addEventListener("change", () => {
    [...input.files].forEach(queue);
    input.value = "";
  });
})();
