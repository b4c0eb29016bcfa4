"""Takes the README's picture from a running demo: python tests/browser/screenshot.py [address]."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parents[2] / "static" / "screenshot.jpg"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def take(address):
    """Sign in as the demo's lead and keep the first page, 1280 by 900."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/sign-in/password/")
        page.get_by_label("E-mail address").fill("olu@example.org")
        page.get_by_label("Password").fill("a-cup-of-tea-at-three")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Needs you today").wait_for()
        page.screenshot(path=PICTURE, type="jpeg", quality=70)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
