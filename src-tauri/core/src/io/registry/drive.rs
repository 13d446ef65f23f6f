//! Whether a folder lies on this computer. SQLite relies on locks that every process sees and on memory that processes
//! share; over a network neither holds, and a list that two computers write is soon no list any more.
//!
//! Linux is asked which mount holds the folder, Windows has names of its own for what is elsewhere. On macOS nothing is
//! asked: the system tells it only to code of a kind that Keyperch has none of.

use std::path::Path;

use crate::model::error::RegistryTrouble;

/// Refuses a folder on a network drive; the path must be without links. A system that cannot be asked is not refused.
///
/// # Errors
/// [`RegistryTrouble::OnNetwork`].
pub(super) fn refuse_network(folder: &Path) -> Result<(), RegistryTrouble> {
    match network_kind(folder) {
        Some(kind) => Err(RegistryTrouble::OnNetwork { kind }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn network_kind(folder: &Path) -> Option<String> {
    linux::network_kind(&std::fs::read("/proc/self/mountinfo").ok()?, folder)
}

#[cfg(windows)]
fn network_kind(folder: &Path) -> Option<String> {
    is_unc(&folder.to_string_lossy()).then(|| "UNC".to_owned())
}

#[cfg(not(any(target_os = "linux", windows)))]
fn network_kind(_folder: &Path) -> Option<String> {
    None
}

/// `\\server\share`, and the same as Windows writes it when it has followed a drive letter.
#[cfg(any(windows, test))]
fn is_unc(path: &str) -> bool {
    match path.strip_prefix(r"\\") {
        Some(rest) => match rest.strip_prefix(r"?\").or_else(|| rest.strip_prefix(r".\")) {
            Some(rest) => rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(r"UNC\")),
            None => true,
        },
        None => false,
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    use std::path::{Path, PathBuf};

    /// File systems whose files are on another computer. 9p is among them, through which a Linux inside Windows, or in
    /// another virtual machine, sees its host's disk: the host's programs do not see its locks, and it does not always
    /// let processes share memory. So are other shared folders of virtual machines. virtiofs is not: in one machine it
    /// keeps locks, and shares memory, as a local disk does.
    const KINDS: [&str; 25] = [
        "9p",
        "afs",
        "auristorfs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncp",
        "ncpfs",
        "nfs",
        "nfs4",
        "orangefs",
        "prl_fs",
        "pvfs2",
        "shfs",
        "smb2",
        "smb3",
        "smbfs",
        "smbfs2",
        "sshfs",
        "vboxsf",
    ];

    /// The same, by programs: `fuse.sshfs`. Others of that kind are local (`fuse.gocryptfs`, `fuseblk`).
    const PROGRAMS: [&str; 17] = [
        "ceph",
        "curlftpfs",
        "davfs",
        "davfs2",
        "gcsfuse",
        "glusterfs",
        "goofys",
        "gvfsd-fuse",
        "juicefs",
        "mount-s3",
        "rclone",
        "s3fs",
        "seaweedfs",
        "smbnetfs",
        "sshfs",
        "vmhgfs-fuse",
        "kio-fuse",
    ];

    /// The kind of the file system that a folder is on, if that is on another computer.
    ///
    /// A line: `36 35 98:0 /root /mount/point options… - kind source options` (see `man 5 proc`).
    pub(super) fn network_kind(mountinfo: &[u8], folder: &Path) -> Option<String> {
        let mounts = mountinfo.split(|byte| *byte == b'\n').filter_map(|line| {
            let fields: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
            let dash = fields.iter().position(|field| *field == b"-")?;
            Some((unescaped(fields.get(4)?), *fields.get(dash + 1)?, *fields.get(dash + 2)?))
        });
        // Of two at one point, the later one lies on top.
        let (_, kind, source) = mounts
            .filter(|(point, ..)| folder.starts_with(point))
            .max_by_key(|(point, ..)| point.components().count())?;
        let kind = String::from_utf8_lossy(kind).into_owned();
        let is_address = source.windows(3).any(|three| three == b"://");
        let is_elsewhere = match kind.strip_prefix("fuse.") {
            Some(program) => PROGRAMS.contains(&program),
            None => KINDS.contains(&kind.as_str()) || kind == "fuse" && is_address,
        };
        is_elsewhere.then_some(kind)
    }

    /// `\040` is a space.
    fn unescaped(field: &[u8]) -> PathBuf {
        let mut bytes = Vec::new();
        let mut rest = field;
        while let [first, others @ ..] = rest {
            let digits = others.get(..3).filter(|_| *first == b'\\');
            let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
            if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
                bytes.push(byte);
                rest = &others[3..];
            } else {
                bytes.push(*first);
                rest = others;
            }
        }
        OsString::from_vec(bytes).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_mount_that_holds_the_folder_decides() {
        let mounts = br"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home rw - nfs4 server:/export/home rw,vers=4.2
31 30 8:2 / /home/ana/local rw - btrfs /dev/sda2 rw
32 22 0:41 / /mnt/My\040Share rw master:1 propagate_from:2 - cifs //server/share rw
33 22 0:42 / /mnt/c rw - 9p C:\134 rw,aname=drvfs
34 22 0:43 / /mnt/host rw - virtiofs host rw
35 22 0:44 / /mnt/ssh rw - fuse.sshfs ana@server:/ rw
36 22 0:45 / /mnt/safe rw - fuse.gocryptfs /safe rw
37 22 0:46 / /mnt/dav rw - fuse https://dav.example.com/ana rw
38 22 0:47 / /mnt/disk rw - fuseblk /dev/sdb1 rw
39 22 0:48 / /mnt/auto rw - autofs systemd-1 rw
40 39 0:49 / /mnt/auto rw - smb3 //server/auto rw
41 22 0:50 / /mnt/back\134slash rw - nfs server:/ rw
half a line";
        for (folder, kind) in [
            ("/var/lib", None),
            ("/home", Some("nfs4")),
            ("/home/ana/.local/share/keyperch", Some("nfs4")),
            ("/home/ana/local/keyperch", None),
            ("/homestead/keyperch", None),
            ("/mnt/My Share/keyperch", Some("cifs")),
            ("/mnt/My", None),
            ("/mnt/c/Users/ana", Some("9p")),
            ("/mnt/host/keyperch", None),
            ("/mnt/ssh/keyperch", Some("fuse.sshfs")),
            ("/mnt/safe/keyperch", None),
            ("/mnt/dav/keyperch", Some("fuse")),
            ("/mnt/disk/keyperch", None),
            ("/mnt/auto/keyperch", Some("smb3")),
            (r"/mnt/back\slash/keyperch", Some("nfs")),
        ] {
            let found = linux::network_kind(mounts, Path::new(folder));
            assert_eq!(found.as_deref(), kind, "{folder}");
        }
        assert_eq!(linux::network_kind(b"", Path::new("/home")), None, "nothing known, nothing refused");
    }

    #[test]
    fn windows_names_what_is_elsewhere() {
        for (path, is_elsewhere) in [
            (r"\\server\share\ana", true),
            (r"\\?\UNC\server\share", true),
            (r"\\?\unc\server\share", true),
            (r"\\wsl.localhost\Debian\home", true),
            (r"\\?\C:\Users\ana", false),
            (r"\\.\C:\Users\ana", false),
            (r"C:\Users\ana", false),
            (r"\Users", false),
        ] {
            assert_eq!(is_unc(path), is_elsewhere, "{path}");
        }
    }
}
