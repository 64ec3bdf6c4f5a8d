use std::hash::RandomState;

use oxidd::bdd::{BDDFunction, BDDManagerRef, new_manager};
use oxidd::util::{SatCountCache, num::F64};
use oxidd::{BooleanFunction, Manager, ManagerRef};

use crate::bdd::Engine;
use crate::policy::ATOMS;

// A quarter of the nodes runs out on some policies; memory is taken only as they fill.
const NODES: usize = 1 << 24;
const CACHE: usize = 1 << 18;

pub struct Oxidd(BDDManagerRef);

impl Engine for Oxidd {
    type Bdd = BDDFunction;

    fn new(vars: usize) -> Self {
        let manager = new_manager(NODES, CACHE, 1);
        manager.with_manager_exclusive(|manager| manager.add_vars(vars as u32));
        Self(manager)
    }

    fn all(&self) -> BDDFunction {
        self.0.with_manager_shared(|manager| BDDFunction::t(manager))
    }

    fn var(&self, level: usize) -> BDDFunction {
        self.0
            .with_manager_shared(|manager| BDDFunction::var(manager, level as u32))
            .expect("memory")
    }

    fn not(&self, a: &BDDFunction) -> BDDFunction {
        a.not().expect("memory")
    }

    fn and(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.and(b).expect("memory")
    }

    fn or(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        a.or(b).expect("memory")
    }

    fn minus(&self, a: &BDDFunction, b: &BDDFunction) -> BDDFunction {
        // Strictly implied by b only: b is false and a is true.
        b.imp_strict(a).expect("memory")
    }

    fn is_empty(&self, a: &BDDFunction) -> bool {
        !a.satisfiable()
    }

    fn count(&self, a: &BDDFunction) -> f64 {
        a.sat_count::<F64, RandomState>(ATOMS as u32, &mut SatCountCache::default()).0
    }
}
