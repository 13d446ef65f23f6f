#!/bin/sh
# needs.sh: installs what building and testing Keyperch needs and this machine lacks (Debian), then UI packages.
# Says what it does; a second run finds everything and installs nothing.
set -eu
cd "$(dirname "$0")/.."

# What apt cannot give in these versions is asked for, not installed.
at_least() { # at_least NAME FOUND WANTED
  [ "$(printf '%s\n%s\n' "$3" "$2" | sort -V | head -n 1)" = "$3" ] || { echo "needs: $1 $3 or newer, found: ${2:-none}" >&2; exit 1; }
}
at_least Rust "$(rustc --version 2>/dev/null | cut -d ' ' -f 2)" 1.90
at_least Node.js "$(node --version 2>/dev/null | tr -d v)" 20.19
for tool in fmt clippy; do
  cargo "$tool" --version >/dev/null 2>&1 || { echo "needs: cargo $tool (rustup component add rustfmt clippy)" >&2; exit 1; }
done

build="build-essential pkg-config libwebkit2gtk-4.1-dev librsvg2-dev file"
desktop="xvfb openbox dbus gnome-keyring libsecret-tools webkit2gtk-driver chromium chromium-driver libnss3-tools
  xdg-utils desktop-file-utils xdotool wmctrl xclip imagemagick x11-utils fonts-dejavu-core curl procps at-spi2-core"
wayland="sway mako-notifier systemd foot grim wtype wl-clipboard"
# A view of the mounts and of the network of one's own; whoever is not root needs a range of users of their own for it.
mounts="util-linux iproute2"
[ "$(id -u)" = 0 ] || mounts="$mounts uidmap"
# Squid for `make proxy`, and a view of the network. A Squid of yours stays what it is: the two exclude each other.
network="iproute2 openssl squid-openssl"
if dpkg-query -W -f '${db:Status-Abbrev}' squid 2>/dev/null | grep -q '^ii'; then
  network="iproute2 openssl"
  echo "needs: squid is here, and squid-openssl would take its place: not installed, and 'make proxy' needs it" >&2
fi

missing=""
for package in $build $desktop $wayland $mounts $network; do
  dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  echo "installing:$missing"
  as_root=""; [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -q
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qy --no-install-recommends $missing
  # Only the program is wanted, not the service that Debian begins with it.
  case "$missing" in *squid-openssl*) $as_root systemctl disable --now squid >/dev/null 2>&1 || true ;; esac
fi
if ! cmp -s ui/package-lock.json ui/node_modules/.installed; then
  echo "installing: the UI's npm packages"
  (cd ui && npm ci --no-audit --no-fund --loglevel=error)
  cp ui/package-lock.json ui/node_modules/.installed
fi
