//! This computer's addresses that are not loopback: from them, nobody may get in.
//!
//! A computer without one lends itself one in a network of its own, which ends with this program.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::process::Command;

use crate::Failed;
use crate::report::line;

/// Said to a copy of this program that already runs in a network of its own.
pub(crate) const LENT: &str = "--in-own-network";

/// Whether there is an IPv4 address that others could come to.
pub(crate) fn has_neighbours() -> bool {
    own_addresses().iter().any(IpAddr::is_ipv4)
}

/// Each such address that answers when somebody listens on it.
pub(crate) fn own_addresses() -> Vec<IpAddr> {
    let mut addresses = [v4(), v6()].concat();
    addresses.retain(|address| {
        let Ok(held) = TcpListener::bind(SocketAddr::new(*address, 0)) else { return false };
        held.local_addr().is_ok_and(|there| std::net::TcpStream::connect(there).is_ok())
    });
    addresses
}

/// The routing table names each address of ours as `LOCAL`, on the line after it.
fn v4() -> Vec<IpAddr> {
    let table = fs::read_to_string("/proc/net/fib_trie").unwrap_or_default();
    let lines: Vec<&str> = table.lines().map(str::trim).collect();
    let own = lines.windows(2).filter(|pair| pair[1] == "/32 host LOCAL");
    let addresses = own.filter_map(|pair| pair[0].trim_start_matches("|-- ").parse::<Ipv4Addr>().ok());
    let mut addresses: Vec<IpAddr> =
        addresses.filter(|address| !address.is_loopback()).map(IpAddr::from).collect();
    addresses.sort();
    addresses.dedup();
    addresses
}

/// Those of the whole network (scope `00`): one of a link alone needs the link's name to be reached.
fn v6() -> Vec<IpAddr> {
    let table = fs::read_to_string("/proc/net/if_inet6").unwrap_or_default();
    let addresses = table.lines().filter_map(|row| {
        let fields: Vec<&str> = row.split_ascii_whitespace().collect();
        let address = u128::from_str_radix(fields.first()?, 16).ok()?;
        (*fields.get(3)? == "00").then(|| Ipv6Addr::from(address))
    });
    addresses.map(IpAddr::from).collect()
}

/// Runs this program once more where there is such an address; whether that succeeded.
pub(crate) fn again_in_own_network(arguments: &[String]) -> Result<bool, Failed> {
    if arguments.iter().any(|argument| argument == LENT) {
        return Err("no address that is not loopback: C76 and C77 cannot be tried".into());
    }
    line("no address but loopback: once more in a network of its own");
    let network = "ip link set lo up && ip addr add 192.0.2.2/24 dev lo && exec \"$@\"";
    let program = std::env::current_exe()?;
    let mut unshare = Command::new("unshare");
    unshare
        .args(["--net", "--map-root-user", "--", "sh", "-c", network, "sh"])
        .arg(program)
        .args(arguments)
        .arg(LENT);
    Ok(unshare.status()?.success())
}
