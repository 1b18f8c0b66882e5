"""WeasyPrint and nothing else: ``python -I weasyprint_alone.py HTML PDF`` draws, and prints its peak memory in kB.

Run as a file, not as a module: importing the package would load what it is compared with.
"""

import sys
from pathlib import Path

from weasyprint import HTML


def main(source, target):
    HTML(string=Path(source).read_text("utf-8")).write_pdf(target)
    status = Path("/proc/self/status").read_text()
    sys.stdout.write(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
