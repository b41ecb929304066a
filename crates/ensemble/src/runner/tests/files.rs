//! What the files of a finished run hold.

use super::*;

#[test]
fn broken_trajectories_are_counted_rows_with_a_reason_and_no_results() {
    let ran = go(&plan(), 16, options(2, 320));
    let summary = ran.result.as_ref().unwrap();
    assert_eq!(summary.broken, [0, 1]);
    let reason = "stock chips CN.h100: negative in 2024Q3";
    assert_eq!(summary.reasons, [(reason.to_owned(), 1)]);
    let table = ran.table();
    let (status, reasons) = (table.texts("status").unwrap(), table.texts("reason").unwrap());
    let broken: Vec<usize> = (0..table.rows()).filter(|&r| status[r].as_deref() == Some("broken")).collect();
    assert_eq!(broken, [2 * 41 + 1], "rows are by future and then by policy");
    let row = broken[0];
    assert_eq!(reasons[row].as_deref(), Some(reason));
    assert_eq!(reasons.iter().flatten().count(), 1);
    assert_eq!(table.whole("future").unwrap()[row], Some(41));
    assert!(table.numbers("level.CN.2025").unwrap()[row].is_nan());
    assert!(!table.numbers("m.x").unwrap()[row].is_nan());
    assert_eq!(table.flags("C1").unwrap()[row], None);
    assert_eq!(table.texts("C12a.answer").unwrap()[row].as_deref(), Some("undefined"));
}

#[test]
fn the_file_holds_what_the_kernel_said() {
    let ran = go(&plan(), 8, options(2, 640));
    let table = ran.table();
    assert_eq!(table.rows() as u64, FUTURES_RUN + 325);
    let (futures, policies) = (table.whole("future").unwrap(), table.texts("policy").unwrap());
    let (x, lever) = (table.numbers("m.x").unwrap(), table.numbers("m.lever.US").unwrap());
    let (end, year) = (table.numbers("level.CN.2024Q4").unwrap(), table.numbers("level.CN.2025").unwrap());
    let (gap, high) = (table.numbers("gap.CN.2024Q1").unwrap(), table.flags("C1").unwrap());
    let effect = table.numbers("C12a.effect").unwrap();
    let mut point = [0.0; 2];
    for row in 0..table.rows() {
        let future = futures[row].unwrap();
        let policy = usize::from(policies[row].as_deref() == Some("arm"));
        sample(future, &mut point);
        assert_eq!((x[row], lever[row]), (point[0], LEVER[policy]));
        if breaks(future, policy) {
            continue;
        }
        let mean = |policy| (4..8).map(|q| level(point[0], policy, q)).sum::<f64>() / 4.0;
        assert_eq!(end[row], level(point[0], policy, 3));
        assert_eq!(year[row], mean(policy));
        assert_eq!(high[row], Some(end[row] > 3.25));
        let known = policy == 0 && future != 7;
        assert_eq!(gap[row].is_nan(), !known, "observables are known under the reference policy only");
        assert!(!known || gap[row] == point[0] - 0.5);
        assert!(if policy == 1 { effect[row] == mean(1) - mean(0) } else { effect[row].is_nan() });
    }
    assert_eq!(table.rows_of("arm").unwrap().len(), 325);
    assert!(matches!(table.numbers("level.CN.2031"), Err(TableError::NoColumn { .. })));
    assert!(matches!(table.numbers("C1"), Err(TableError::OtherKind { .. })));
}

#[test]
fn every_column_says_its_unit_role_and_meaning_in_the_file() {
    let ran = go(&plan(), 8, options(2, 640));
    let table = ran.table();
    assert_eq!(table.columns(), plan().columns());
    assert!(table.spec("hidden.CN.2025Q4").is_none(), "a column for claims alone is not written");
    let file = fs::File::open(ran.path().join(FUTURES)).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert!(reader.schema().metadata().contains_key(COLUMNS_KEY));
    for column in table.columns() {
        let metadata = reader.schema().field_with_name(&column.key).unwrap().metadata();
        assert_eq!(metadata["unit"], column.unit);
        assert_eq!(metadata["role"], column.role.name());
        assert_eq!(metadata["description"], column.description);
    }
    let paths = RunTable::open(&ran.path().join(PATHS)).unwrap();
    assert!(paths.about(OUTCOMES_KEY).unwrap().contains(r#""outcome":"level""#));
}

#[test]
fn paths_hold_means_and_quantiles_of_all_futures_and_some_futures_whole() {
    let ran = go(&plan(), 4, options(2, 160));
    let paths = RunTable::open(&ran.path().join(PATHS)).unwrap();
    let texts = |key| paths.texts(key).unwrap();
    let numbers = |key| paths.numbers(key).unwrap();
    let (policy, outcome, time, kind) = (texts("policy"), texts("outcome"), texts("time"), texts("kind"));
    let (future, count, value) =
        (paths.whole("future").unwrap(), paths.whole("count").unwrap(), numbers("value"));
    let find = |p: &str, o: &str, t: &str, k: &str| -> Vec<usize> {
        let is = |column: &[Option<String>], row: usize, text: &str| column[row].as_deref() == Some(text);
        let all =
            |r: &usize| is(&policy, *r, p) && is(&outcome, *r, o) && is(&time, *r, t) && is(&kind, *r, k);
        (0..paths.rows()).filter(all).collect()
    };
    let mut point = [0.0; 2];
    let mut x = |future| {
        sample(future, &mut point);
        point[0]
    };
    for (p, n) in [(0, FUTURES_RUN), (1, 325)] {
        let name = ["as-is", "arm"][p];
        let [row] = find(name, "level", "2025Q4", "quantile")[..] else { panic!("one row expected") };
        let mut exact: Vec<f64> = (0..n).filter(|f| !breaks(*f, p)).map(|f| level(x(f), p, 7)).collect();
        assert_eq!(count[row], Some(exact.len() as u64));
        let mean = exact.iter().sum::<f64>() / exact.len() as f64;
        assert!((numbers("mean")[row] - mean).abs() <= 1e-12 * mean);
        exact.sort_by(f64::total_cmp);
        for (key, percent) in [("q05", 5), ("q25", 25), ("q50", 50), ("q75", 75), ("q95", 95)] {
            let at = exact[(exact.len() * percent).div_ceil(100) - 1];
            let found = numbers(key)[row];
            assert!((found / at - 1.0).abs() < 1.0 / 32.0, "{key}: {found}, exactly {at}");
        }
        let flat = find(name, "flat", "2024Q4", "quantile")[0];
        for key in ["q05", "q50", "q95", "mean"] {
            assert_eq!(numbers(key)[flat], 3.25, "what no future moves comes out exactly");
        }
        let kept = find(name, "level", "2024Q4", "trajectory");
        assert_eq!(kept.iter().map(|r| future[*r]).collect::<Vec<_>>(), [0, 1, 2, 3, 4].map(Some));
        assert!(kept.iter().all(|&r| value[r] == level(x(future[r].unwrap()), p, 3)));
    }
    let gap = find("as-is", "gap", "2024Q4", "quantile")[0];
    assert_eq!(count[gap], Some(FUTURES_RUN - 1), "a value that is none is not counted");
}

#[test]
fn the_fans_that_a_run_hands_over_are_those_that_its_file_holds() {
    let ran = go(&plan(), 4, options(2, 640));
    let read = Fan::read(&ran.path().join(PATHS)).unwrap();
    let summary = ran.result.as_ref().unwrap();
    assert_eq!(summary.fans, read);
    let named: Vec<(&str, usize)> = read.iter().map(|f| (f.outcome.as_str(), f.points.len())).collect();
    assert_eq!(named, [("flat", 2), ("gap", 2), ("level", 2)]);
}
