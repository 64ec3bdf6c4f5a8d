use biodivine_lib_bdd::{Bdd, BddVariable, BddVariableSet};

use crate::bdd::Engine;

pub struct Biodivine(BddVariableSet);

impl Engine for Biodivine {
    type Bdd = Bdd;

    fn new(vars: usize) -> Self {
        Self(BddVariableSet::new_anonymous(vars as u16))
    }

    fn all(&self) -> Bdd {
        self.0.mk_true()
    }

    fn var(&self, level: usize) -> Bdd {
        self.0.mk_var(BddVariable::from_index(level))
    }

    fn not(&self, a: &Bdd) -> Bdd {
        a.not()
    }

    fn and(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.and(b)
    }

    fn or(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.or(b)
    }

    fn minus(&self, a: &Bdd, b: &Bdd) -> Bdd {
        a.and_not(b)
    }

    fn is_empty(&self, a: &Bdd) -> bool {
        a.is_false()
    }

    fn count(&self, a: &Bdd) -> f64 {
        a.cardinality()
    }
}
