#!/usr/bin/env python3
"""try.py KEYPERCH PRACTICE_ORG: opens Keyperch on the practice org, for a person to try.

Runs under `desktop.py --same-display`: on your screen, with a home, a keychain and a browser profile of its own that
are gone afterwards. Nothing of yours is read or changed.
"""
import json, os, subprocess, sys
from pathlib import Path

HERE = Path(__file__).parent
HINT = """
  Keyperch opens on a template for {org}. Then:
    1  Save the org. The form of its External Client App asks for a Consumer Key; copy it from here:
         {key}
       (in a real org: Setup, the app's Settings, "Consumer Key and Secret")
    2  Sign in. Your browser asks for a log-in:  {user}  /  {password}
    3  Press Enter on the app: a fresh token is on the clipboard.
  Keys of the other orgs: https://{host}/practice/keys in that browser. Close the window to end.
"""


def main(keyperch: str, practice_org: str) -> int:
    desktop = Path(os.environ["DESKTOP_DIR"])
    practice = subprocess.Popen([practice_org, "--dir", desktop / "practice"], stdout=subprocess.PIPE, text=True)
    ready = json.loads(practice.stdout.readline())
    subprocess.run([HERE / "browser.py", ready["site"], ready["ca"]], check=True)
    org = next(org for org in ready["orgs"] if org["name"] == "UAT")
    user, app = org["users"][0], org["apps"][0]
    print(HINT.format(org=f"{org['client']} {org['name']}", key=app["consumer_key"], user=user["username"],
                      password=user["password"], host=org["host"]), flush=True)
    environment = dict(os.environ, HTTPS_PROXY=ready["proxy"], NO_PROXY="localhost,127.0.0.1,::1",
                       KEYPERCH_EXTRA_CA=ready["ca"], KEYPERCH_DATA_DIR=str(desktop / "data"))
    try:
        return subprocess.run([keyperch, "--open", org["template"]], env=environment).returncode
    finally:
        practice.terminate()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
