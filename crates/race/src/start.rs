//! What stands at the start of the first step, in the order in which it is found.

use crate::mechanisms::Stocks;
use crate::mechanisms::finance::{capital, cities};
use crate::mechanisms::hardware::{chips, power};
use crate::mechanisms::research::{frontier, openness, researchers, software};
use crate::mechanisms::society::{economy, legitimacy};
use crate::plan::lever;
use crate::step::Trajectory;
use crate::time::Step;
use crate::transition::{Transition, at_level};
use overtake_model::{Calendar, Index};
use overtake_num::Real;

impl<R: Real> Trajectory<'_, R> {
    /// Stocks at the start of the first step.
    #[must_use]
    pub fn start(&self, calendar: &Calendar) -> Stocks<R> {
        let Self { setting, data, p, d, plan } = *self;
        let (begins, step) = (calendar.start.begins(), Step::new(0));
        let mut all = Stocks::empty(p, setting);
        let stocks = &mut all;
        at_level::<R, _>(
            chips::KEY,
            Transition {
                parameters: &p.chips,
                derived: &d.chips,
                reads: chips::Start {
                    setting,
                    catalogue: &data.chips,
                    scale: &p.money.scale,
                    record: &data.money,
                    multiplier: plan.of(lever!("money.multiplier"), step),
                },
                stocks: &mut stocks.chips,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            software::KEY,
            Transition {
                parameters: &p.software,
                derived: &d.software,
                reads: (setting, begins),
                stocks: &mut stocks.software,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            power::KEY,
            Transition {
                parameters: &p.power,
                derived: &d.power,
                reads: power::Start {
                    setting,
                    history: &data.power,
                    permits: plan.of(lever!("power.permits"), step),
                    units: &stocks.chips.units,
                    spending: &data.money.first,
                },
                stocks: &mut stocks.power,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            economy::KEY,
            Transition {
                parameters: &p.economy,
                derived: &d.economy,
                reads: economy::Start { setting, record: &data.economy },
                stocks: &mut stocks.economy,
                ledger: &mut (),
            },
        );
        self.institute(step, stocks);
        at_level::<R, _>(
            capital::KEY,
            Transition {
                parameters: &stocks.institutions.capital,
                derived: &d.capital,
                reads: capital::Start {
                    setting,
                    scale: &p.money.scale,
                    record: &data.money,
                    multiplier: plan.of(lever!("money.multiplier"), step),
                },
                stocks: &mut stocks.capital,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            legitimacy::KEY,
            Transition {
                parameters: &stocks.institutions.legitimacy,
                derived: &d.legitimacy,
                reads: legitimacy::Start {
                    setting,
                    growth: &data.economy.growth_before,
                    caps: plan.of(lever!("legitimacy.repression_cap"), step),
                },
                stocks: &mut stocks.legitimacy,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            cities::KEY,
            Transition {
                parameters: &p.cities,
                derived: &d.cities,
                reads: setting,
                stocks: &mut stocks.cities,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            researchers::KEY,
            Transition {
                parameters: &p.researchers,
                derived: &d.researchers,
                reads: &data.economy,
                stocks: &mut stocks.researchers,
                ledger: &mut (),
            },
        );
        self.equip(step, stocks, &mut ());
        at_level::<R, _>(
            frontier::KEY,
            Transition {
                parameters: &p.frontier,
                derived: &d.frontier,
                reads: frontier::Start {
                    training: frontier::Training {
                        setting,
                        ln_disposal: &stocks.compute.ln_disposal,
                        ln_software: &stocks.software.ln_software,
                        borrowed: &stocks.borrowing.borrowed,
                        concentration: plan.of(lever!("frontier.concentration"), step),
                        time: begins,
                    },
                    steps: calendar.steps(),
                },
                stocks: &mut stocks.frontier,
                ledger: &mut (),
            },
        );
        at_level::<R, _>(
            openness::KEY,
            Transition {
                parameters: &p.openness,
                derived: &d.openness,
                reads: &stocks.frontier.opened,
                stocks: &mut stocks.openness,
                ledger: &mut (),
            },
        );
        all
    }
}
