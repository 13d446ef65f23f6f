#!/usr/bin/env python3
"""desktop.py [--same-display | --wayland] [--own-network] [--keep DIR] CMD [ARG...]: one throw-away desktop for one command.

A home directory, a session bus, an unlocked keychain (gnome-keyring), an X server and a window manager
are started, CMD runs among them, and everything ends with it; CMD's exit status is passed on.
With --same-display the person's own screen is used and only the home, the bus and the keychain are new.
With --wayland it is a Wayland desktop (sway, without X), which shows notifications (mako). Sway does not start for root.
With --own-network nobody else can want port 33333, and no other desktop is waited for.
With --keep the logs are copied to DIR at the end. Nothing is ever stopped by name, only by pid.

CMD finds in its environment: DESKTOP_DIR (everything of this desktop), DESKTOP_KEYRING_PID.
"""
import fcntl, os, shutil, subprocess, sys, tempfile, time
from pathlib import Path

from reaper import Reaper

KEYRING_PASSWORD = b"practice"  # of the throw-away keyring only; no newline, it would become part of it
PATIENCE = 20  # seconds that one service may take to start on a busy machine


def main() -> int:
    arguments, same_display, wayland, own_network, keep = sys.argv[1:], False, False, False, None
    while arguments and arguments[0].startswith("--"):
        flag = arguments.pop(0)
        if flag == "--same-display":
            same_display = True
        elif flag == "--wayland":
            wayland = True
        elif flag == "--own-network":
            own_network = True
        elif flag == "--keep":
            keep = Path(arguments.pop(0))
        else:
            sys.exit(f"desktop.py: unknown flag {flag}")
    if not arguments:
        sys.exit(__doc__.split(":")[0])
    # Port 33333 is one for the whole machine: another checkout's tests are waited for.
    turn = open(Path(tempfile.gettempdir()) / "keyperch-desktop.lock", "w")
    if not same_display and not own_network:
        fcntl.flock(turn, fcntl.LOCK_EX)
    here = Path(tempfile.mkdtemp(prefix="keyperch-desktop."))
    reaper = Reaper()
    try:
        environment = throw_away_home(here, same_display)
        if wayland:
            start_bus(here, environment)
            start_wayland(here, environment)
            start_keychain(here, environment)
        else:
            if not same_display:
                start_display(here, environment)
            start_bus(here, environment)
            start_keychain(here, environment)
            if not same_display:
                start_window_manager(here, environment)
        services = reaper.children()
        status = reaper.run(arguments, environment)
        reaper.stop(except_for=services)  # what CMD left ends while display and bus still answer
        return status
    finally:
        reaper.stop()
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copytree(here / "log", keep, dirs_exist_ok=True)
        shutil.rmtree(here, ignore_errors=True)


def throw_away_home(here: Path, same_display: bool) -> dict[str, str]:
    """An environment in which nothing of the person's own home, keychain or trust settings is seen."""
    env = dict(os.environ)
    # cargo and rustup live in the real home: name them before HOME changes
    env.setdefault("CARGO_HOME", str(Path.home() / ".cargo"))
    env.setdefault("RUSTUP_HOME", str(Path.home() / ".rustup"))
    # so do the keys of a person's own screen
    if same_display:
        env.setdefault("XAUTHORITY", str(Path.home() / ".Xauthority"))
        if "WAYLAND_DISPLAY" in env and "XDG_RUNTIME_DIR" in env:
            env["WAYLAND_DISPLAY"] = str(Path(env["XDG_RUNTIME_DIR"]) / env["WAYLAND_DISPLAY"])
    home = here / "home"
    env |= {
        "DESKTOP_DIR": str(here),
        "HOME": str(home),
        "TMPDIR": str(here / "tmp"),
        "XDG_RUNTIME_DIR": str(here / "run"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "NO_AT_BRIDGE": "1",
    }
    for name in ("TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        Path(env[name]).mkdir(parents=True)
    Path(env["XDG_RUNTIME_DIR"]).mkdir(mode=0o700)
    (here / "log").mkdir()
    # Trust and proxies must come from the program under test alone, never from this machine's settings.
    for name in ("DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE",
                 "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"):
        env.pop(name, None)
    if not same_display:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION"):
            env.pop(name, None)
        env |= {"XDG_SESSION_TYPE": "x11", "GDK_BACKEND": "x11", "WEBKIT_SKIA_ENABLE_CPU_RENDERING": "1"}
    return env


def start_display(here: Path, env: dict[str, str]) -> None:
    reading, writing = os.pipe()
    with open(here / "log/xvfb", "wb") as log:
        subprocess.Popen(["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
                         pass_fds=[writing], stdout=log, stderr=log, env=env)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    if not number:
        sys.exit(f"desktop.py: no display:\n{(here / 'log/xvfb').read_text()}")
    env["DISPLAY"] = f":{number}"


def start_bus(here: Path, env: dict[str, str]) -> None:
    reading, writing = os.pipe()
    # Services that the bus starts print on its output: a log of its own keeps them out of ours.
    with open(here / "log/bus", "wb") as log:
        subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={writing}"],
                         pass_fds=[writing], stdout=log, stderr=log, env=env)
    os.close(writing)
    with os.fdopen(reading) as answer:
        env["DBUS_SESSION_BUS_ADDRESS"] = answer.readline().strip()
    if not env["DBUS_SESSION_BUS_ADDRESS"]:
        sys.exit(f"desktop.py: no session bus:\n{(here / 'log/bus').read_text()}")


def start_keychain(here: Path, env: dict[str, str]) -> None:
    with open(here / "log/keyring", "wb") as log:
        daemon = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                                  stdin=subprocess.PIPE, stdout=log, stderr=log, env=env)
    daemon.stdin.write(KEYRING_PASSWORD)
    daemon.stdin.close()
    env["DESKTOP_KEYRING_PID"] = str(daemon.pid)
    wait("the keychain", lambda: is_on_the_bus("org.freedesktop.secrets", env))
    probe = subprocess.run(["secret-tool", "search", "probe", "none"], env=env, capture_output=True)
    if probe.returncode not in (0, 1):
        sys.exit(f"desktop.py: the keychain does not answer: {probe.stderr.decode()}")


def start_window_manager(here: Path, env: dict[str, str]) -> None:
    ready = here / "window-manager-ready"
    with open(here / "log/openbox", "wb") as log:
        subprocess.Popen(["openbox", "--startup", f"touch {ready}"], stdout=log, stderr=log, env=env)
    wait("the window manager", ready.exists)


def start_wayland(here: Path, env: dict[str, str]) -> None:
    """A display, a seat and a window manager in one; what it starts has its environment."""
    env |= {"XDG_SESSION_TYPE": "wayland", "GDK_BACKEND": "wayland", "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
    settings, ready = Path(env["XDG_CONFIG_HOME"]) / "sway/config", here / "wayland-ready"
    settings.parent.mkdir()
    settings.write_text(f"xwayland disable\noutput HEADLESS-1 resolution 1280x900\nexec_always touch {ready}\n")
    with open(here / "log/sway", "wb") as log:
        subprocess.Popen(["sway", "--config", settings], stdout=log, stderr=log, env=env)
    wait("sway", ready.exists)
    run = Path(env["XDG_RUNTIME_DIR"])
    env["WAYLAND_DISPLAY"] = next(path.name for path in run.glob("wayland-*") if path.suffix != ".lock")
    env["SWAYSOCK"] = str(next(run.glob("sway-ipc.*")))
    with open(here / "log/mako", "wb") as log:
        subprocess.Popen(["mako"], stdout=log, stderr=log, env=env)
    wait("mako", lambda: is_on_the_bus("org.freedesktop.Notifications", env))


def is_on_the_bus(name: str, env: dict[str, str]) -> bool:
    ask = ["dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/",
           "org.freedesktop.DBus.NameHasOwner", f"string:{name}"]
    return b"true" in subprocess.run(ask, env=env, capture_output=True).stdout


def wait(what: str, done) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            sys.exit(f"desktop.py: {what} did not start within {PATIENCE} s")
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
