//! What Okta usually knows of a sign-in, and sometimes does not: a score of the risk, the platform,
//! the state of the device.

use super::dimensions::{Choice, Membership};
use super::doubts::Doubt;
use super::logic::{Atom, Atoms, Clause, Literal};

/// Something that a sign-in lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// The sign-in has no score of its risk.
    Risk,
    /// The user has no score of their risk.
    EntityRisk,
    /// The User-Agent tells no kind of device, or no system, that Okta has a name for.
    Platform,
    /// The signals of the device are missing.
    DeviceSignals,
    /// A part of an expression fails, and is neither true nor false.
    FailedExpression,
}

/// Kinds of devices with the systems that Okta knows of them.
const SYSTEMS: [(&str, &[&str]); 2] =
    [("DESKTOP", &["WINDOWS", "MACOS", "CHROMEOS", "LINUX"]), ("MOBILE", &["IOS", "ANDROID"])];

impl Gap {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Risk, Self::EntityRisk, Self::Platform, Self::DeviceSignals, Self::FailedExpression];

    /// The gap, to stand after "sign-ins".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Risk => "without a risk score",
            Self::EntityRisk => "of a user without a risk score",
            Self::Platform => "from an unknown platform",
            Self::DeviceSignals => "on a device whose signals are missing",
            Self::FailedExpression => "where a part of an expression fails",
        }
    }

    /// What holds of every sign-in without the gap. Where conditions do not name all that Okta may
    /// know, a sign-in may be of what they do not name, and nothing holds.
    pub(super) fn closed(self, atoms: &Atoms<'_, '_>) -> Vec<Clause> {
        let is = |choice, value: &str| atoms.place(&Atom::Is(choice, value.into()));
        let level = |choice: Choice| {
            any_of(choice.dimension().known_values().map(|level| is(choice, level)))
        };
        let device =
            |state: &'static str| atoms.place(&Atom::Has(Membership::DeviceState, state.into()));
        match self {
            Self::Risk => level(Choice::Risk).into_iter().collect(),
            Self::EntityRisk => level(Choice::EntityRisk).into_iter().collect(),
            Self::Platform => {
                let classes = SYSTEMS.map(|(class, _)| is(Choice::DeviceClass, class));
                let of_classes = SYSTEMS.iter().filter_map(|(class, systems)| {
                    let systems = any_of(systems.iter().map(|system| is(Choice::System, system)))?;
                    let class = is(Choice::DeviceClass, class)?;
                    Some([vec![!Literal::of(class)], systems].concat())
                });
                // `OTHER` is a platform, too.
                let others = opaque_platforms(atoms);
                let clauses = any_of(classes).into_iter().chain(of_classes);
                let mut clauses: Vec<Clause> =
                    clauses.map(|clause| [clause, others.clone()].concat()).collect();
                if !clauses.is_empty() {
                    // Each type of policy has one name for macOS; to the other, it is unknown.
                    clauses.extend(any_of([atoms.place(&Atom::Doubt(Doubt::OsxIsMacos))]));
                }
                clauses
            }
            Self::DeviceSignals => {
                let registered =
                    any_of([Membership::REGISTERED, Membership::UNREGISTERED].map(device));
                let managed = any_of([Membership::MANAGED, Membership::UNMANAGED].map(device));
                let of_registered = managed.zip(device(Membership::REGISTERED));
                let of_registered = of_registered.map(|(managed, registered)| {
                    [vec![!Literal::of(registered)], managed].concat()
                });
                registered.into_iter().chain(of_registered).collect()
            }
            Self::FailedExpression => {
                let all = atoms.all().iter().enumerate();
                let failing = all.filter_map(|(n, atom)| {
                    let Atom::Opaque(opaque) = atom else {
                        return None;
                    };
                    let opposite = Atom::Opaque(opaque.opposite_of_false()?);
                    any_of([atoms.place(&opposite), Some(n)])
                });
                failing.collect()
            }
        }
    }
}

/// That one of the atoms holds; none unless conditions name all of them.
fn any_of(atoms: impl IntoIterator<Item = Option<usize>>) -> Option<Clause> {
    atoms.into_iter().map(|atom| atom.map(Literal::of)).collect()
}

/// Platforms that catchall does not understand: they may be any.
fn opaque_platforms(atoms: &Atoms<'_, '_>) -> Clause {
    let all = atoms.all().iter().enumerate();
    let is_platform = |atom: &Atom<'_>| match atom {
        Atom::Opaque(opaque) => opaque.kind().is_about_platform(),
        _ => false,
    };
    all.filter(|(_, atom)| is_platform(atom)).map(|(n, _)| Literal::of(n)).collect()
}
