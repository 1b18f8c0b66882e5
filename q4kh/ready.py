"""``python -m q4kh.ready PORT [demo]``: waits until the portal answers, then says where. Started by ./run."""

import os
import sys
import time
import urllib.error
import urllib.request

ACCOUNTS = """\
Tài khoản trình diễn, mật khẩu q4kh-demo-2018:
  p1.canbo         cán bộ Phường 1 (các đơn vị khác cũng vậy: p2.canbo, gddt.canbo …)
  p1.lanhdao       lãnh đạo Phường 1
  pkt.chuyenvien   chuyên viên Phòng Kinh tế
  pkt.truongphong  Trưởng phòng Kinh tế
  ubnd.lanhdao     lãnh đạo Ủy ban nhân dân Quận 4
  quantri          quản trị hệ thống"""


def health(port: str) -> tuple[int, str]:
    """Status and lines of /healthz; status 0 while nothing answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")
    except OSError:
        return 0, ""


def main(port: str, demo: bool) -> None:
    parent = os.getppid()
    deadline = time.monotonic() + 60
    while True:
        status, lines = health(port)
        if status == 200 or time.monotonic() > deadline:
            break
        time.sleep(0.3)
        if os.getppid() != parent:
            return
    if status != 200:
        print(f"Sau một phút /healthz vẫn chưa tốt:\n{lines or 'không trả lời'}", flush=True)
    if status:
        print(f"\nQ4KH: http://127.0.0.1:{port}/", flush=True)
        print(f"{ACCOUNTS if demo else ''}\nDừng: Ctrl-C\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], "demo" in sys.argv[2:])
