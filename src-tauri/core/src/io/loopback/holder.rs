//! Who has a port, when it is not we: asked of the system after a port was refused, and never guessed.
//!
//! Linux tells it of the programs of the same user. The other systems are not asked yet, and nobody is named there.
//! It opens no connection, and asks no program to tell of itself.

use crate::model::error::Holder;

/// The program that listens on this port, or else holds a connection from it. Reads what the system says of programs.
pub(super) async fn of(port: u16) -> Option<Holder> {
    tokio::task::spawn_blocking(move || find(port)).await.ok().flatten()
}

#[cfg(not(target_os = "linux"))]
fn find(_port: u16) -> Option<Holder> {
    None
}

#[cfg(target_os = "linux")]
use linux::find;

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;

    use crate::model::error::Holder;
    use crate::model::shown::shown;

    /// `TCP_LISTEN`, as the table of sockets says it.
    const LISTENS: &str = "0A";
    const LONGEST_NAME: usize = 60;

    pub(super) fn find(port: u16) -> Option<Holder> {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        let mut sockets: Vec<Socket> = tables
            .iter()
            .filter_map(|table| fs::read_to_string(table).ok())
            .flat_map(|table| on(port, &table))
            .collect();
        // Who listens there is the likelier reason than a connection that was given this port by chance.
        sockets.sort_by_key(|socket| !socket.listens);
        sockets.iter().find_map(|socket| owner(&format!("socket:[{}]", socket.inode)))
    }

    struct Socket {
        inode: String,
        listens: bool,
    }

    /// The sockets of a table whose own port is this one; those that no program has any more have the inode 0.
    fn on(port: u16, table: &str) -> Vec<Socket> {
        let own_port = format!("{port:04X}");
        let rows = table.lines().skip(1).filter_map(|row| {
            let fields: Vec<&str> = row.split_ascii_whitespace().collect();
            let (_, own) = fields.get(1)?.rsplit_once(':')?;
            let (state, inode) = (*fields.get(3)?, *fields.get(9)?);
            (own == own_port && inode != "0")
                .then(|| Socket { inode: inode.to_owned(), listens: state == LISTENS })
        });
        rows.collect()
    }

    /// The program that has this socket open. Those of another user do not let us look.
    fn owner(socket: &str) -> Option<Holder> {
        let programs = fs::read_dir("/proc").ok()?.flatten();
        programs.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).find_map(|pid| {
            let mut open = fs::read_dir(format!("/proc/{pid}/fd")).ok()?.flatten();
            open.find(|file| fs::read_link(file.path()).is_ok_and(|target| target.as_os_str() == socket))?;
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
            Some(Holder { program: shown(name.trim(), LONGEST_NAME), pid: Some(pid) })
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_table_is_read_by_port_and_what_nobody_has_is_left_out() {
            let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
                0: 0100007F:8235 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0\n\
                1: 0100007F:8235 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1\n\
                2: 0100007F:8235 0100007F:1F91 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0\n\
                3: 0100007F:1F90 0100007F:8235 01 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 20 4 30 10 -1\n";
            let found: Vec<_> =
                on(33333, table).into_iter().map(|socket| (socket.inode, socket.listens)).collect();
            assert_eq!(found, [("4711".to_owned(), true), ("4712".to_owned(), false)]);
        }

        #[test]
        fn a_holder_is_named() {
            let held = std::net::TcpListener::bind("[::1]:0").expect("a port");
            let holder = find(held.local_addr().expect("its address").port()).expect("ourselves");
            assert_eq!(holder.pid, Some(std::process::id()));
            assert!(!holder.program.is_empty() && holder.program.len() < 16, "{holder}");
            assert!(holder.to_string().ends_with(&format!(", process {}", std::process::id())), "{holder}");
        }

        #[test]
        fn nobody_is_named_where_nobody_is() {
            // Port 1 is for a service that nobody runs any more.
            assert_eq!(find(1), None);
        }
    }
}
