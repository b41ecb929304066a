//! Trajectories a second, operations a trajectory, share of the processor's multiply-add peak.
//!
//! Both models, every lane width, one and two threads, in rounds that take turns: machines are shared, so each cell keeps
//! its best round, and the peak is measured in the same rounds. Words narrow it down: a number of rounds, the name of a
//! model, `best` for the best width alone.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::print_stderr, reason = "a benchmark")]

use overtake::run::plan;
use overtake::{Changes, Prepared, Project, Study};
use overtake_ensemble::kernel::{Batch, BatchBuffer, Kernel};
use overtake_kernels::{Operations, Setup, Width, count, kernel};
use overtake_num::{Avx2, Avx512, Calculation, Lanes4, Real, trampolines};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long one measurement lasts.
const SLICE: Duration = Duration::from_millis(150);
/// Futures that a thread goes through.
const FUTURES: u64 = 160;
/// Multiply-adds in flight: as many as hide their latency on two units.
const CHAINS: usize = 6;

/// One model at one width on some threads.
struct Cell {
    model: &'static str,
    width: Width,
    threads: usize,
    /// As many of the study's policies share each future.
    policies: usize,
    kernel: Box<dyn Kernel>,
    /// Parameters of each batch of futures.
    batches: Vec<(Vec<u64>, Vec<f64>)>,
    operations: Operations,
    best: f64,
}

/// That of the program.
#[global_allocator]
static MEMORY: overtake_memory::Memory = overtake_memory::Memory;

fn main() {
    overtake_memory::keep();
    let words: Vec<String> = std::env::args().skip(1).collect();
    let said = |word: &str| words.iter().any(|w| w == word);
    let rounds = words.iter().find_map(|w| w.parse().ok()).unwrap_or(8);
    let models = [("textbook", "textbook"), ("race", "as-is")];
    let named = models.iter().any(|(model, _)| said(model));
    let mut cells = Vec::new();
    for (model, study) in models.into_iter().filter(|(model, _)| !named || said(model)) {
        let study = Study::built_in(study, &Changes::default()).expect("a built-in study");
        let Project { evidence, prepared, claims } = Project::new(study).expect("a built-in study");
        let asked = prepared.asked(&plan(&prepared, &claims, "", &evidence));
        let setup = Setup { asked: Some(&asked), ..prepared.setup() };
        let operations = count(&setup, &prepared.central()).expect("a built-in world");
        let widths = Width::ALL.into_iter().filter(|w| w.available());
        for width in widths.filter(|w| !said("best") || *w == Width::best()) {
            let all = prepared.policies.len();
            let shared = if width == Width::best() && all > 1 { &[1, all][..] } else { &[1] };
            for (threads, &policies) in [1, 2].into_iter().flat_map(|t| shared.iter().map(move |p| (t, p))) {
                let kernel = kernel(&setup, width).expect("a built-in world");
                let batches = batches(&prepared, width);
                let operations = operations.clone();
                cells.push(Cell { model, width, threads, policies, kernel, batches, operations, best: 0.0 });
            }
        }
    }
    let mut peak = [0.0_f64; 2];
    for round in 0..rounds {
        eprint!("\rround {} of {rounds}", round + 1);
        for (best, threads) in peak.iter_mut().zip([1, 2]) {
            *best = best.max(side_by_side(threads, &multiply_adds));
        }
        for cell in &mut cells {
            let policies: Vec<usize> = (0..cell.policies).collect();
            let rate = side_by_side(cell.threads, &|| trajectories(&*cell.kernel, &policies, &cell.batches));
            cell.best = cell.best.max(rate);
        }
    }
    eprintln!();
    print(&cells, peak);
}

fn print(cells: &[Cell], peak: [f64; 2]) {
    println!("multiply-add peak: {:.1} GF/s on one thread, {:.1} on two\n", peak[0] / 1e9, peak[1] / 1e9);
    println!("model     lanes  level     threads  policies  trajectories/s  operations  GF/s  of peak");
    for cell in cells {
        let Operations { shared, trajectory, together, .. } = cell.operations;
        let operations = if cell.policies > 1 { together } else { trajectory + shared };
        let speed = cell.best * operations as f64;
        println!(
            "{:<9} {:>5}  {:<8}  {:>7}  {:>8}  {:>14.0}  {operations:>10}  {:>4.1}  {:>6.0}%",
            cell.model,
            cell.width.lanes(),
            cell.width.level(),
            cell.threads,
            cell.policies,
            cell.best,
            speed / 1e9,
            100.0 * speed / peak[cell.threads - 1]
        );
    }
    println!(
        "\nOperations are counted, elementary functions expanded: two a multiply-add, one each of all others."
    );
    println!("Policies share what is drawn once a future, and the way that they go together; of one policy:");
    for model in ["textbook", "race"] {
        if let Some(cell) = cells.iter().find(|c| c.model == model) {
            println!(
                "  {model}: {} of {} are drawn once a future",
                cell.operations.shared,
                cell.operations.shared + cell.operations.trajectory
            );
            for (mechanism, operations) in &cell.operations.parts {
                let all = cell.operations.shared + cell.operations.trajectory;
                println!(
                    "    {mechanism:<12} {operations:>9}  {:>5.1}%",
                    100.0 * *operations as f64 / all as f64
                );
            }
        }
    }
}

/// The sum of the rates of some threads that run at the same time.
fn side_by_side(threads: usize, work: &(impl Fn() -> f64 + Sync)) -> f64 {
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().map(|t| t.join().expect("a thread that ends")).sum()
    })
}

/// Futures of the study's design as batches of a width.
fn batches(prepared: &Prepared, width: Width) -> Vec<(Vec<u64>, Vec<f64>)> {
    let design = prepared.design().expect("a built-in design");
    let (slots, lanes) = (prepared.layout.parameters().len(), width.lanes());
    let futures: Vec<u64> = (0..FUTURES).collect();
    let batch = |futures: &[u64]| {
        let mut buffer = BatchBuffer::new(slots, lanes);
        let filled = buffer.fill(futures, |future, values| prepared.sample(&*design, future, values));
        (filled.futures.to_vec(), filled.parameters.to_vec())
    };
    futures.chunks_exact(lanes).map(batch).collect()
}

/// Trajectories a second of one thread.
fn trajectories(kernel: &dyn Kernel, policies: &[usize], batches: &[(Vec<u64>, Vec<f64>)]) -> f64 {
    let (begun, mut done) = (Instant::now(), 0_usize);
    loop {
        for (futures, parameters) in batches {
            kernel.run(Batch { futures, parameters }, policies, &mut |_, cube| {
                black_box(&cube.values);
            });
            done += futures.len() * policies.len();
            if begun.elapsed() > SLICE {
                return done as f64 / begun.elapsed().as_secs_f64();
            }
        }
    }
}

/// Operations a second of one thread that does nothing but multiply and add, at the best level.
fn multiply_adds() -> f64 {
    struct Chains;
    impl Calculation for Chains {
        type Done = f64;
        fn over<R: Real>(self) -> f64 {
            chains::<R>()
        }
    }
    let wide = Avx512::sixteen_lanes(Chains).or_else(|| Avx2::eight_lanes(Chains));
    wide.unwrap_or_else(chains::<Lanes4>)
}

fn chains<R: Real>() -> f64 {
    const TURNS: usize = 20_000;
    let mut values = [R::one(); CHAINS];
    let (begun, mut done) = (Instant::now(), 0_usize);
    while begun.elapsed() < SLICE {
        turn(TURNS, black_box(&mut values));
        done += 2 * TURNS * CHAINS * R::LANES;
    }
    done as f64 / begun.elapsed().as_secs_f64()
}

trampolines! {
    fn turn<R>(turns: usize, values: &mut [R; CHAINS]) = multiply_and_add;
}

#[inline(always)]
fn multiply_and_add<R: Real>(turns: usize, values: &mut [R; CHAINS]) {
    let (a, b) = (R::splat(0.999_999), R::splat(1e-7));
    let [mut u, mut v, mut w, mut x, mut y, mut z] = *values;
    for _ in 0..turns {
        (u, v, w) = (u.mul_add(a, b), v.mul_add(a, b), w.mul_add(a, b));
        (x, y, z) = (x.mul_add(a, b), y.mul_add(a, b), z.mul_add(a, b));
    }
    *values = [u, v, w, x, y, z];
}
