//! Which chips there are for whom, step by step: the same in all futures.

use crate::time::Step;
use crate::world::{Bloc, Chip, Maker, Setting};
use overtake_model::{Calendar, Index, Row, Table, World, index};

/// Time after a chip goes out of production in which its last orders are shipped, years; what is left of them then stays.
const WORKED_OFF: f64 = 3.0;

index! {
    /// A bloc's orders for a chip, by place among all that there may be in a step.
    pub struct Deal;
}

/// Chips over time, the same in all futures: availability, offers, the chip that smugglers carry.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Availability of a chip, a share of that in full production.
    pub on_sale: Table<f64, Step, Chip>,
    /// Offers: 1 where a chip is offered to a bloc, else 0.
    pub offered: Table<f64, Bloc, Chip>,
    /// The first chip sold, which stands for all in use at the start.
    pub first: Chip,
    /// Offers, each for some steps in a row.
    offers: Vec<Offers>,
    /// Place of a step's offers among them.
    offer: Row<usize, Step>,
}

/// Offers of chips that hold for some steps in a row.
#[derive(Clone, Debug, PartialEq)]
struct Offers {
    /// Chips for which there are orders to take or to ship, by maker and buying bloc.
    traded_chips: Table<Vec<(Deal, Chip)>, Maker, Bloc>,
    /// Number of such orders.
    deals: usize,
    /// Chips for which any bloc has orders to take or to ship.
    all_traded_chips: Vec<Chip>,
    /// Chips that a bloc may want: on sale and offered there.
    chips_on_sale: Row<Vec<(Deal, Chip)>, Bloc>,
    /// Contraband: the best chip on sale that is made outside a bloc, if there is one.
    contraband: Row<Option<Chip>, Bloc>,
    /// Chips that a bloc can have had by then, with its orders: of others it has neither orders nor any in use.
    held_chips: Row<Vec<(Chip, Option<Deal>)>, Bloc>,
    /// Chips offered to a bloc that are traded or were within the year before, with its orders.
    recent_chips: Row<Vec<(Chip, Option<Deal>)>, Bloc>,
}

impl Catalogue {
    /// Reads the catalogue of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let steps = calendar.steps();
        let middle = |s: Step| calendar.moment(s.get()).middle();
        // A new chip reaches full supply over a year, and one that goes out of production leaves over a year.
        let leaves = |s: Step, i: Chip| (setting.chips[i].withdrawn + 0.5 - middle(s)).clamp(0.0, 1.0);
        let on_sale =
            |s: Step, i: Chip| (middle(s) - setting.chips[i].released + 0.125).clamp(0.0, 1.0) * leaves(s, i);
        let offered_to = |i: Chip, b: Bloc| {
            let to = world.members("chip")[i.get()].references.get("offered_to");
            to.is_none_or(|blocs| blocs.contains(&setting.blocs[b]))
        };
        let mut first = Chip::new(0);
        for (i, chip) in setting.chips.iter() {
            if chip.released < setting.chips[first].released {
                first = i;
            }
        }
        let on_sale: Table<f64, Step, Chip> = Table::from_fn(steps, setting.chips.len(), |s, i| {
            // Whatever the calendar's start, the first chip is on sale then: somebody must be able to buy one.
            if i == first { leaves(s, i) } else { on_sale(s, i) }
        });
        let came = |i: Chip| {
            if i == first {
                return 0;
            }
            (0..steps).find(|&s| on_sale[(Step::new(s), i)] > 0.0).unwrap_or(usize::MAX)
        };
        let came: Row<usize, Chip> = Row::from_fn(setting.chips.len(), came);
        // Come on sale, and not longer than so many years past its last orders.
        let within = |s: Step, i: Chip, years: f64| {
            came[i] <= s.get() && middle(s) <= setting.chips[i].withdrawn + WORKED_OFF + years
        };
        let places = || setting.chips.places();
        let blocs = setting.blocs.len();
        let contraband: Table<Option<Chip>, Step, Bloc> = Table::from_fn(steps, blocs, |s, b| {
            let abroad = places().filter(|&i| setting.chips[i].bloc != b && on_sale[(s, i)] > 0.25);
            abroad.reduce(|a, i| if setting.chips[i].training > setting.chips[a].training { i } else { a })
        });
        let ever_carried: Table<bool, Bloc, Chip> = Table::from_fn(blocs, setting.chips.len(), |b, i| {
            (0..steps).any(|s| contraband[(Step::new(s), b)] == Some(i))
        });
        let may_hold = |i: Chip, b: Bloc| i == first || offered_to(i, b) || ever_carried[(b, i)];
        let offers_in = |s: Step| {
            let mut deals = 0;
            let traded: Table<Vec<(Deal, Chip)>, Maker, Bloc> =
                Table::from_fn(setting.makers.len(), blocs, |m, b| {
                    let of =
                        |i: &Chip| setting.chips[*i].maker == m && within(s, *i, 0.0) && offered_to(*i, b);
                    let chips: Vec<Chip> = places().filter(of).collect();
                    deals += chips.len();
                    (deals - chips.len()..).map(Deal::new).zip(chips).collect()
                });
            let deal = |b: Bloc, i: Chip| {
                let mut of_maker = traded[(setting.chips[i].maker, b)].iter();
                of_maker.find(|(_, of)| *of == i).map(|(deal, _)| *deal)
            };
            Offers {
                deals,
                all_traded_chips: places().filter(|&i| within(s, i, 0.0)).collect(),
                chips_on_sale: Row::from_fn(blocs, |b| {
                    // What is on sale is traded.
                    let deal = |i: Chip| deal(b, i).map(|deal| (deal, i));
                    places().filter(|&i| on_sale[(s, i)] > 0.0).filter_map(deal).collect()
                }),
                contraband: Row::from_values(contraband.row(s).iter().copied()),
                held_chips: Row::from_fn(blocs, |b| {
                    let held = |&i: &Chip| within(s, i, f64::INFINITY) && may_hold(i, b);
                    places().filter(held).map(|i| (i, deal(b, i))).collect()
                }),
                recent_chips: Row::from_fn(blocs, |b| {
                    let lately = |&i: &Chip| within(s, i, 1.0) && offered_to(i, b);
                    places().filter(lately).map(|i| (i, deal(b, i))).collect()
                }),
                traded_chips: traded,
            }
        };
        let mut offers: Vec<Offers> = Vec::new();
        let offer = Row::from_fn(steps, |s| {
            let next = offers_in(s);
            if offers.last() != Some(&next) {
                offers.push(next);
            }
            offers.len() - 1
        });
        Self {
            offers,
            offer,
            on_sale,
            offered: Table::from_fn(blocs, setting.chips.len(), |b, i| f64::from(u8::from(offered_to(i, b)))),
            first,
        }
    }

    #[inline(always)]
    fn offers(&self, step: Step) -> &Offers {
        &self.offers[self.offer[step]]
    }

    /// A maker's chips for which there are orders of a bloc to take or to ship in a step.
    #[inline(always)]
    #[must_use]
    pub fn traded_chips(&self, step: Step, maker: Maker, bloc: Bloc) -> &[(Deal, Chip)] {
        &self.offers(step).traded_chips[(maker, bloc)]
    }

    /// Number of blocs' orders for chips to take or to ship in a step.
    #[inline(always)]
    #[must_use]
    pub fn deals(&self, step: Step) -> usize {
        self.offers(step).deals
    }

    /// Chips for which there are orders to take or to ship in a step.
    #[inline(always)]
    #[must_use]
    pub fn all_traded_chips(&self, step: Step) -> &[Chip] {
        &self.offers(step).all_traded_chips
    }

    /// Chips that a bloc may want in a step: on sale and offered there.
    #[inline(always)]
    #[must_use]
    pub fn chips_on_sale(&self, step: Step, bloc: Bloc) -> &[(Deal, Chip)] {
        &self.offers(step).chips_on_sale[bloc]
    }

    /// Chips that a bloc can have or have ordered in a step, with its orders in it.
    #[inline(always)]
    #[must_use]
    pub fn held_chips(&self, step: Step, bloc: Bloc) -> &[(Chip, Option<Deal>)] {
        &self.offers(step).held_chips[bloc]
    }

    /// Chips of which a bloc can have bought any in a step or within the year before it, with its orders in the step.
    #[inline(always)]
    #[must_use]
    pub fn recent_chips(&self, step: Step, bloc: Bloc) -> &[(Chip, Option<Deal>)] {
        &self.offers(step).recent_chips[bloc]
    }

    /// Contraband: the best chip on sale that is made outside a bloc, if there is one.
    #[inline(always)]
    #[must_use]
    pub fn contraband(&self, step: Step, bloc: Bloc) -> Option<Chip> {
        self.offers(step).contraband[bloc]
    }
}

/// Leaks of the best foreign chip under a policy.
#[derive(Clone, Debug)]
pub struct Contraband {
    /// Share of denied demand that enforcement does not stop.
    pub leak: Table<f64, Step, Bloc>,
}

impl Contraband {
    /// Works out leaks in every step; `enforcement` by bloc and step.
    #[must_use]
    pub fn new(
        setting: &Setting,
        catalogue: &Catalogue,
        steps: usize,
        enforcement: impl Fn(Bloc, usize) -> f64,
    ) -> Self {
        let leak = |s: Step, b: Bloc| {
            catalogue.contraband(s, b).map_or(0.0, |i| 1.0 - enforcement(setting.chips[i].bloc, s.get()))
        };
        Self { leak: Table::from_fn(steps, setting.blocs.len(), leak) }
    }
}
