//! What a keychain keeps, by name: which kind of secret, and in which of its places.

/// What the keychain keeps, by the names of its items.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// A [`ConsumerKey`].
    ConsumerKey,
    /// A [`ConsumerSecret`].
    ConsumerSecret,
    /// A [`RefreshToken`], in a slot.
    RefreshToken,
    /// An [`AccessToken`].
    AccessToken,
    /// A [`PrivateKey`], as PKCS #8 in base64.
    PrivateKey,
    /// A [`ProxyPassword`].
    ProxyPassword,
    /// Nothing secret: readable whenever the keychain is open.
    Marker,
    /// Nothing secret: tells whether anything could be kept.
    Probe,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ConsumerKey,
        Self::ConsumerSecret,
        Self::RefreshToken,
        Self::AccessToken,
        Self::PrivateKey,
        Self::ProxyPassword,
        Self::Marker,
        Self::Probe,
    ];

    /// Its name within its owner's.
    pub const fn as_word(self) -> &'static str {
        match self {
            Self::ConsumerKey => "consumer-key",
            Self::ConsumerSecret => "consumer-secret",
            Self::RefreshToken => "refresh-token",
            Self::AccessToken => "access-token",
            Self::PrivateKey => "private-key",
            Self::ProxyPassword => "proxy-password",
            Self::Marker => "marker",
            Self::Probe => "probe",
        }
    }

    /// The kind of that name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_word() == word)
    }
}

/// A secret that is replaced has two places: the new one is written beside the old one, never over it.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Place {
    /// The one where it begins.
    #[default]
    First,
    /// The other one.
    Second,
}

impl Place {
    /// Both of them.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// The one that this is not.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}
