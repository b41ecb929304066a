//! Elementary functions over any [`Real`], through fused multiply-adds and bit shifts alone.

use crate::{Mask, Real};

/// Writes the elementary functions of [`Real`] as those of this file.
macro_rules! elementary_functions {
    () => {
        #[inline(always)]
        fn exp(self) -> Self {
            $crate::elementary::exp(self)
        }
        #[inline(always)]
        fn ln(self) -> Self {
            $crate::elementary::ln(self)
        }
        #[inline(always)]
        fn pow(self, exponent: Self) -> Self {
            $crate::elementary::pow(self, exponent)
        }
        #[inline(always)]
        fn ln_1p(self) -> Self {
            $crate::elementary::ln_1p(self)
        }
        #[inline(always)]
        fn exp_m1(self) -> Self {
            $crate::elementary::exp_m1(self)
        }
        #[inline(always)]
        fn logistic(self) -> Self {
            $crate::elementary::logistic(self)
        }
        #[inline(always)]
        fn normal_cdf(self) -> Self {
            $crate::elementary::normal_cdf(self)
        }
    };
}
pub(crate) use elementary_functions;

const LN2_HI: f64 = f64::from_bits(0x3fe6_2e42_fefa_3800);
const LN2_LO: f64 = f64::from_bits(0x3d2e_f357_93c7_6730);
const LOG2_E: f64 = std::f64::consts::LOG2_E;

/// An exponent of 1024 with this power of e, and of −1023 with the other.
const MOST_EXP: f64 = 710.0;
const LEAST_EXP: f64 = -709.0;
/// Least normal number.
const NORMAL: f64 = f64::MIN_POSITIVE;
const TWO_54: f64 = 18_014_398_509_481_984.0;

/// x = k ln 2 + r with k integral and |r| ≤ ½ ln 2.
#[inline(always)]
fn reduce<R: Real>(x: R) -> (R, R) {
    let k = (x * R::splat(LOG2_E)).round_ties_even();
    // ln 2 in two parts, the first with trailing zeros so that its product with k is exact.
    let r = k.mul_add(R::splat(-LN2_HI), x);
    (k, k.mul_add(R::splat(-LN2_LO), r))
}

/// (e^r − 1 − r)/r² for |r| ≤ ½ ln 2: the polynomial of ninth degree that is off e^r by least, 2⁻⁵⁷·⁹ of it.
#[inline(always)]
fn exp_tail<R: Real>(r: R) -> R {
    let c = R::splat;
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = r.mul_add(c(0.166_666_666_666_664_13), c(0.500_000_000_000_001_1));
    let b = r.mul_add(c(8.333_333_333_494_479e-3), c(4.166_666_666_653_016e-2));
    let d = r.mul_add(c(1.984_126_950_652_915e-4), c(1.388_888_894_362_852_9e-3));
    let e = r.mul_add(c(2.755_758_642_901_411_2e-6), c(2.480_149_310_050_561_3e-5));
    let f = r.mul_add(c(2.500_004_113_257_003_2e-8), c(2.763_024_782_743_285e-7));
    let low = r2.mul_add(b, a);
    let middle = r2.mul_add(e, d);
    r4.mul_add(r4.mul_add(f, middle), low)
}

#[inline(always)]
pub(crate) fn exp<R: Real>(x: R) -> R {
    // At these bounds the exponent's bits are those of infinity and of zero. A NaN is not bounded and passes through.
    let bounded = R::splat(LEAST_EXP).max(R::splat(MOST_EXP).min(x));
    let (k, r) = reduce(bounded);
    let p = (r * r).mul_add(exp_tail(r), r) + R::one();
    p * k.power_of_two()
}

#[inline(always)]
pub(crate) fn exp_m1<R: Real>(x: R) -> R {
    let bounded = R::splat(-40.0).max(R::splat(709.0).min(x));
    let (k, r) = reduce(bounded);
    let p = (r * r).mul_add(exp_tail(r), r);
    let two = k.power_of_two();
    let near = two.mul_add(p, two - R::one());
    // Keeps the sign of zero and values so small that the square vanishes.
    let near = R::select(x.abs().lt(R::splat(1e-300)), x, near);
    R::select(x.gt(R::splat(709.0)), R::splat(f64::INFINITY), near)
}

/// What ln((1 + s)/(1 − s)) is above 2s, over s, for s² ≤ 0.0295: the polynomial that is off the logarithm by least, 2⁻⁶⁶ of it.
#[inline(always)]
fn ln_tail<R: Real>(s2: R) -> R {
    let c = R::splat;
    let s4 = s2 * s2;
    let s8 = s4 * s4;
    let a = s2.mul_add(c(0.400_000_000_000_062_64), c(2.0 / 3.0));
    let b = s2.mul_add(c(0.222_222_226_476_660_54), c(0.285_714_285_690_800_9));
    let d = s2.mul_add(c(0.153_870_937_949_445_17), c(0.181_817_755_960_61));
    let e = s2.mul_add(c(0.132_519_542_582_413_16), c(0.132_500_495_428_719_5));
    let low = s4.mul_add(b, a);
    let high = s4.mul_add(e, d);
    s8.mul_add(high, low) * s2
}

/// Puts in what logarithms of infinity, NaN, negative numbers and what is less than the least normal number are.
#[inline(always)]
fn ln_specials<R: Real>(x: R, result: R) -> R {
    let result = R::select(x.lt(R::splat(f64::INFINITY)), result, x);
    let result = R::select(x.lt(R::splat(NORMAL)), R::splat(f64::NEG_INFINITY), result);
    R::select(x.lt(R::zero()), R::splat(f64::NAN), result)
}

/// Mantissa less one and exponent, subnormals included.
#[inline(always)]
fn parts<R: Real>(x: R) -> (R, R) {
    let tiny = x.lt(R::splat(NORMAL));
    let (mantissa, exponent) = R::select(tiny, x * R::splat(TWO_54), x).split_exponent();
    (mantissa - R::one(), exponent - R::select(tiny, R::splat(54.0), R::zero()))
}

#[inline(always)]
pub(crate) fn ln<R: Real>(x: R) -> R {
    let (mantissa, k) = x.split_exponent();
    let f = mantissa - R::one();
    let s = f / (f + R::splat(2.0));
    let half_square = R::splat(0.5) * f * f;
    let rest = s.mul_add(half_square + ln_tail(s * s), k * R::splat(LN2_LO));
    let result = k.mul_add(R::splat(LN2_HI), f - (half_square - rest));
    // Nearly always all are positive, normal and finite.
    let plain = x.ge(R::splat(NORMAL)) & x.lt(R::splat(f64::INFINITY));
    if plain.all() { result } else { ln_specials(x, result) }
}

#[inline(always)]
pub(crate) fn ln_1p<R: Real>(x: R) -> R {
    let u = x + R::one();
    let whole = ln(u);
    // What rounding 1 + x lost comes back to first order.
    let lost = x - (u - R::one());
    let result = R::select(x.abs().lt(R::splat(1e-16)), x, whole + lost / u);
    // Of what is so large, infinity above all, nothing is lost.
    let result = R::select(x.lt(R::splat(1e300)), result, whole);
    R::select(u.eq_to(R::zero()), R::splat(f64::NEG_INFINITY), result)
}

/// The exact sum of two numbers as a rounded sum and its error.
#[inline(always)]
fn two_sum<R: Real>(a: R, b: R) -> (R, R) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

#[inline(always)]
pub(crate) fn pow<R: Real>(x: R, y: R) -> R {
    // ln x in two parts, so that the product with y keeps bits enough.
    let (f, k) = parts(x);
    let d = f + R::splat(2.0);
    let d_low = f - (d - R::splat(2.0));
    let s = f / d;
    let s_low = s.mul_add(-d_low, s.mul_add(-d, f)) / d;
    let s2 = s * s;
    let s2_low = s.mul_add(s, -s2) + R::splat(2.0) * s * s_low;
    // The first term of the series is kept in two parts too; what follows it is small.
    let (c, c_low) = (R::splat(2.0 / 3.0), R::splat(3.700_743_415_417_188e-17));
    let t = s2 * c;
    let t_low = s2.mul_add(c, -t) + s2.mul_add(c_low, s2_low * c);
    let after = (ln_tail(s2) - s2 * c) + t_low;
    let cube = s * t;
    let cube_low = s.mul_add(t, -cube) + s.mul_add(after, s_low * t);
    let (whole, whole_low) = two_sum(k * R::splat(LN2_HI), R::splat(2.0) * s);
    let (sum, sum_low) = two_sum(whole, cube);
    let low = k.mul_add(R::splat(LN2_LO), R::splat(2.0) * s_low) + (whole_low + sum_low + cube_low);
    let (high, low) = two_sum(sum, low);

    let product = high * y;
    let error = high.mul_add(y, -product) + low * y;
    let error = R::select(product.abs().lt(R::splat(800.0)), error, R::zero());
    let result = exp(product);
    let result = R::select(result.is_finite(), result.mul_add(error, result), result);

    let result = R::select(x.eq_to(R::zero()), zero_to(y), result);
    let result = R::select(x.eq_to(R::splat(f64::INFINITY)), zero_to(-y), result);
    let result = R::select(x.lt(R::zero()), R::splat(f64::NAN), result);
    let result = R::select(x.eq_to(x), result, x);
    let result = R::select(x.eq_to(R::one()), R::one(), result);
    R::select(y.eq_to(R::zero()), R::one(), result)
}

/// Zero to a power other than zero.
#[inline(always)]
fn zero_to<R: Real>(y: R) -> R {
    let negative = R::select(y.lt(R::zero()), R::splat(f64::INFINITY), y);
    R::select(y.gt(R::zero()), R::zero(), negative)
}

#[inline(always)]
pub(crate) fn logistic<R: Real>(x: R) -> R {
    (R::one() + exp(-x)).recip()
}

/// One step per coefficient of a ratio of two polynomials, both from their highest terms down.
#[inline(always)]
fn ratio<R: Real, const N: usize>(lead: f64, above: [f64; N], below: [f64; N], y: R) -> R {
    let (mut p, mut q) = (R::splat(lead) * y, y);
    for i in 0..N - 1 {
        p = (p + R::splat(above[i])) * y;
        q = (q + R::splat(below[i])) * y;
    }
    (p + R::splat(above[N - 1])) / (q + R::splat(below[N - 1]))
}

/// Through the complementary error function in the three rational approximations of Cody (1969).
#[inline(always)]
pub(crate) fn normal_cdf<R: Real>(x: R) -> R {
    let c = R::splat;
    let z = x.abs();
    let square = z * z;
    // e^(−z²/2) with the rounding error of the square put back.
    let lost = z.mul_add(z, -square);
    let density = exp(c(-0.5) * square);
    let density = density.mul_add(c(-0.5) * lost, density);
    let y = z * c(std::f64::consts::FRAC_1_SQRT_2);

    let centre = ratio(
        1.857_777_061_846_031_5e-1,
        [3.161_123_743_870_565_6, 113.864_154_151_050_16, 377.485_237_685_302, 3_209.377_589_138_469_5],
        [23.601_290_952_344_12, 244.024_637_934_444_17, 1_282.616_526_077_372_3, 2_844.236_833_439_171],
        c(0.5) * square,
    );
    let centre = c(0.5) - c(0.5) * y * centre;
    let middle = ratio(
        2.153_115_354_744_038_5e-8,
        [
            5.641_884_969_886_701e-1,
            8.883_149_794_388_375,
            66.119_190_637_141_63,
            298.635_138_197_400_1,
            881.952_221_241_769,
            1_712.047_612_634_070_6,
            2_051.078_377_826_071_5,
            1_230.339_354_797_997_3,
        ],
        [
            15.744_926_110_709_835,
            117.693_950_891_312_5,
            537.181_101_862_009_9,
            1_621.389_574_566_690_2,
            3_290.799_235_733_459_6,
            4_362.619_090_143_247,
            3_439.367_674_143_721_6,
            1_230.339_354_803_749_4,
        ],
        y,
    );
    let middle = c(0.5) * density * middle;
    let inverse = (y * y).recip();
    let far = ratio(
        1.631_538_713_730_209_8e-2,
        [
            3.053_266_349_612_323_4e-1,
            3.603_448_999_498_044_4e-1,
            1.257_817_261_112_292_5e-1,
            1.608_378_514_874_228e-2,
            6.587_491_615_298_378e-4,
        ],
        [
            2.568_520_192_289_822,
            1.872_952_849_923_467_3,
            5.279_051_029_514_284e-1,
            6.051_834_131_244_132e-2,
            2.335_204_976_268_691_8e-3,
        ],
        inverse,
    );
    let far = c(0.5) * density * (c(0.564_189_583_547_756_3) - inverse * far) / y;

    let tail = R::select(y.lt(c(0.46875)), centre, R::select(y.lt(c(4.0)), middle, far));
    let tail = R::select(z.gt(c(39.0)), R::zero(), tail);
    R::select(x.gt(R::zero()), R::one() - tail, tail)
}
