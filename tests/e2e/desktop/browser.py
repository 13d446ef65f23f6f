#!/usr/bin/env python3
"""browser.py SITE CA_PEM: makes Chromium the default browser of the throw-away desktop.

SITE is the practice org's `address:port`. Chromium trusts the practice CA, finds the practice orgs under
their real-shaped names, and reaches nothing else. It is started by the desktop's own opener (`xdg-open`,
through a .desktop handler), or as the `chromium` of $DESKTOP_DIR/programs by who chooses it; what it is given
each time, options and address, is a line of $DESKTOP_DIR/opened.
It hears keys and clicks before it has painted, as a browser that a driver starts itself, and offers to keep no password.
Its profile is $DESKTOP_DIR/browser, its DevTools port the first line of DevToolsActivePort in there.
"""
import json, os, shutil, subprocess, sys
from pathlib import Path

NAMES = ("*.my.salesforce.com", "*.my.salesforce-setup.com", "*.lightning.force.com", "login.salesforce.com",
         "test.salesforce.com")

LAUNCHER = """#!/bin/sh
# {who}
printf '%s\\n' "$*" >>'{opened}'
# The names below lead to the practice org; the proxy is the program's way there, not the browser's.
unset HTTPS_PROXY HTTP_PROXY ALL_PROXY NO_PROXY https_proxy http_proxy all_proxy no_proxy
exec '{chromium}' --user-data-dir='{profile}' --remote-debugging-port=0 {sandbox} \\
  --host-resolver-rules='{rules}' --no-proxy-server --no-first-run --no-default-browser-check \\
  --password-store=basic --disable-background-networking --disable-component-update --disable-sync \\
  --disable-gpu --disable-quic --allow-pre-commit-input --window-size=1000,800 "$@" >>'{log}' 2>&1
"""

HANDLER = """[Desktop Entry]
Type=Application
Name=Practice browser
Exec={launcher} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
NoDisplay=true
"""


def main(site: str, ca: str) -> None:
    desktop, home = Path(os.environ["DESKTOP_DIR"]), Path.home()
    if not home.is_relative_to(desktop):
        sys.exit("browser.py: this changes the home's default browser; run it under desktop.py")
    trust(home, ca)
    keep_no_passwords(desktop)
    launcher = write_launcher(desktop, site)
    make_default(launcher)


def trust(home: Path, ca: str) -> None:
    """Chromium on Linux reads further trust anchors from this NSS database."""
    database = home / ".pki/nssdb"
    database.mkdir(parents=True)
    quietly("certutil", "-N", "-d", f"sql:{database}", "--empty-password")
    quietly("certutil", "-A", "-d", f"sql:{database}", "-n", "Practice CA", "-t", "C,,", "-i", ca)


def keep_no_passwords(desktop: Path) -> None:
    """The offer to keep one may take the keys and clicks that are meant for the page."""
    settings = desktop / "browser/Default/Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"credentials_enable_service": False}))


def write_launcher(desktop: Path, site: str) -> Path:
    rules = ", ".join([*(f"MAP {name} {site}" for name in NAMES),
                       "EXCLUDE localhost", "EXCLUDE 127.0.0.1", "EXCLUDE [::1]", "MAP * ~NOTFOUND"])
    launcher = desktop / "programs/chromium"
    launcher.parent.mkdir()
    launcher.write_text(LAUNCHER.format(
        who="The desktop's default browser; started by xdg-open, or by a program that was told to choose it.",
        chromium=shutil.which("chromium"), opened=desktop / "opened", profile=desktop / "browser", log=desktop / "log/browser", rules=rules,
        sandbox="--no-sandbox" if os.geteuid() == 0 else ""))
    launcher.chmod(0o755)
    return launcher


def make_default(launcher: Path) -> None:
    applications = Path(os.environ["XDG_DATA_HOME"]) / "applications"
    applications.mkdir(parents=True, exist_ok=True)
    handler = applications / "practice-browser.desktop"
    handler.write_text(HANDLER.format(launcher=launcher))
    quietly("desktop-file-validate", str(handler))
    quietly("update-desktop-database", str(applications))
    quietly("xdg-mime", "default", handler.name, "x-scheme-handler/https", "x-scheme-handler/http")


def quietly(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"browser.py: {' '.join(command)}: {done.stderr or done.stdout}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
