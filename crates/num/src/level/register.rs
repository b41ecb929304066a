//! What a processor calculates with at once: a plain number, or a vector of an extension.
//!
//! Each operation is that of `f64`, lane by lane and to the bit. Vectors are written out through the processor's own
//! instructions, not as arrays for the compiler to recognise: a step of the race over arrays takes minutes to compile, and
//! an eighth of the instructions say the same.

use crate::real::{power_of_two_bits, split_exponent_bits};
use std::fmt::Debug;

/// Some lanes, calculated with at once.
pub trait Register: Copy + Debug + Send + Sync + 'static {
    /// A truth per lane.
    type Mask: Copy + Debug + Send + Sync;
    /// Number of lanes.
    const LANES: usize;

    /// The same value in every lane.
    fn splat(value: f64) -> Self;
    /// A value per lane.
    fn from_lanes(value: impl FnMut(usize) -> f64) -> Self;
    /// One lane.
    fn lane(self, lane: usize) -> f64;
    /// Writes the lanes side by side, as many as there are.
    fn write(self, into: &mut [f64]);
    /// Sum.
    fn add(self, other: Self) -> Self;
    /// Difference.
    fn sub(self, other: Self) -> Self;
    /// Product.
    fn mul(self, other: Self) -> Self;
    /// Quotient.
    fn div(self, other: Self) -> Self;
    /// The value with its sign turned.
    fn neg(self) -> Self;
    /// `self · a + b`, rounded once.
    fn mul_add(self, a: Self, b: Self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Absolute value.
    fn abs(self) -> Self;
    /// Whether less; no NaN is.
    fn lt(self, other: Self) -> Self::Mask;
    /// Whether less or equal; no NaN is.
    fn le(self, other: Self) -> Self::Mask;
    /// Whether equal; no NaN is.
    fn eq_to(self, other: Self) -> Self::Mask;
    /// `a` where the mask holds, else `b`.
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self;
    /// `self` where it is less than `other`, else `other`.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(self.lt(other), self, other)
    }
    /// `self` where it is greater than `other`, else `other`.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(other.lt(self), self, other)
    }
    /// 2 to the power of an integral value between −1022 and 1023; of −1023 zero, of 1024 infinity.
    fn power_of_two(self) -> Self;
    /// Mantissa between √½ and √2, and exponent, of a positive normal number.
    fn split_exponent(self) -> (Self, Self);

    /// The same truth in every lane.
    fn truth(value: bool) -> Self::Mask;
    /// Where both hold.
    fn both(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Where either holds.
    fn either(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Where it does not hold.
    fn not(mask: Self::Mask) -> Self::Mask;
    /// One bit a lane, the first lane lowest.
    fn bits(mask: Self::Mask) -> u32;
}

impl Register for f64 {
    type Mask = bool;
    const LANES: usize = 1;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn from_lanes(mut value: impl FnMut(usize) -> f64) -> Self {
        value(0)
    }
    #[inline(always)]
    fn lane(self, _: usize) -> f64 {
        self
    }
    #[inline(always)]
    fn write(self, into: &mut [f64]) {
        into[0] = self;
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self + other
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self - other
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self * other
    }
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        self / other
    }
    #[inline(always)]
    fn neg(self) -> Self {
        -self
    }
    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        f64::mul_add(self, a, b)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        self <= other
    }
    #[inline(always)]
    fn eq_to(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn select(mask: bool, a: Self, b: Self) -> Self {
        if mask { a } else { b }
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        power_of_two_bits(self)
    }
    #[inline(always)]
    fn split_exponent(self) -> (Self, Self) {
        split_exponent_bits(self)
    }
    #[inline(always)]
    fn truth(value: bool) -> bool {
        value
    }
    #[inline(always)]
    fn both(a: bool, b: bool) -> bool {
        a & b
    }
    #[inline(always)]
    fn either(a: bool, b: bool) -> bool {
        a | b
    }
    #[inline(always)]
    fn not(mask: bool) -> bool {
        !mask
    }
    #[inline(always)]
    fn bits(mask: bool) -> u32 {
        u32::from(mask)
    }
}

/// Two registers taken as one.
#[derive(Clone, Copy, Debug)]
pub struct Pair<A>(A, A);

impl<A: Register> Register for Pair<A> {
    type Mask = (A::Mask, A::Mask);
    const LANES: usize = 2 * A::LANES;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(A::splat(value), A::splat(value))
    }
    #[inline(always)]
    fn from_lanes(mut value: impl FnMut(usize) -> f64) -> Self {
        let first = A::from_lanes(&mut value);
        Self(first, A::from_lanes(|lane| value(A::LANES + lane)))
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> f64 {
        if lane < A::LANES { self.0.lane(lane) } else { self.1.lane(lane - A::LANES) }
    }
    #[inline(always)]
    fn write(self, into: &mut [f64]) {
        let (first, second) = into.split_at_mut(A::LANES);
        self.0.write(first);
        self.1.write(second);
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(self.0.add(other.0), self.1.add(other.1))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub(other.0), self.1.sub(other.1))
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(self.0.mul(other.0), self.1.mul(other.1))
    }
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(self.0.div(other.0), self.1.div(other.1))
    }
    #[inline(always)]
    fn neg(self) -> Self {
        Self(self.0.neg(), self.1.neg())
    }
    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Self(self.0.mul_add(a.0, b.0), self.1.mul_add(a.1, b.1))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(self.0.sqrt(), self.1.sqrt())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }
    #[inline(always)]
    fn lt(self, other: Self) -> Self::Mask {
        (self.0.lt(other.0), self.1.lt(other.1))
    }
    #[inline(always)]
    fn le(self, other: Self) -> Self::Mask {
        (self.0.le(other.0), self.1.le(other.1))
    }
    #[inline(always)]
    fn eq_to(self, other: Self) -> Self::Mask {
        (self.0.eq_to(other.0), self.1.eq_to(other.1))
    }
    #[inline(always)]
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self {
        Self(A::select(mask.0, a.0, b.0), A::select(mask.1, a.1, b.1))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0), self.1.min(other.1))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0), self.1.max(other.1))
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(self.0.power_of_two(), self.1.power_of_two())
    }
    #[inline(always)]
    fn split_exponent(self) -> (Self, Self) {
        let (first, second) = (self.0.split_exponent(), self.1.split_exponent());
        (Self(first.0, second.0), Self(first.1, second.1))
    }
    #[inline(always)]
    fn truth(value: bool) -> Self::Mask {
        (A::truth(value), A::truth(value))
    }
    #[inline(always)]
    fn both(a: Self::Mask, b: Self::Mask) -> Self::Mask {
        (A::both(a.0, b.0), A::both(a.1, b.1))
    }
    #[inline(always)]
    fn either(a: Self::Mask, b: Self::Mask) -> Self::Mask {
        (A::either(a.0, b.0), A::either(a.1, b.1))
    }
    #[inline(always)]
    fn not(mask: Self::Mask) -> Self::Mask {
        (A::not(mask.0), A::not(mask.1))
    }
    #[inline(always)]
    fn bits(mask: Self::Mask) -> u32 {
        A::bits(mask.0) | A::bits(mask.1) << A::LANES
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) use vectors::{Eight, Four};

#[cfg(target_arch = "x86_64")]
mod vectors {
    use super::Register;
    use crate::real::{BIASED, HALF_ROOT, MAGIC, MAGIC_BITS};
    use std::arch::x86_64::*;

    /// The bit of the sign.
    const SIGN: i64 = i64::MIN;

    /// Writes what both widths share: `$pd` names their instructions.
    macro_rules! register {
        ($(#[$about:meta])* $name:ident, $vector:ty, $lanes:literal, $mask:ty,
         $add:ident $sub:ident $mul:ident $div:ident $fmadd:ident $sqrt:ident $min:ident $max:ident, $($rest:item)*) => {
            $(#[$about])*
            #[derive(Clone, Copy, Debug)]
            #[repr(transparent)]
            pub(crate) struct $name($vector);

            impl Register for $name {
                type Mask = $mask;
                const LANES: usize = $lanes;

                #[inline(always)]
                fn splat(value: f64) -> Self {
                    // SAFETY: a vector is so many numbers in a row.
                    Self(unsafe { std::mem::transmute::<[f64; $lanes], $vector>([value; $lanes]) })
                }
                #[inline(always)]
                fn from_lanes(mut value: impl FnMut(usize) -> f64) -> Self {
                    let mut lanes = [0.0; $lanes];
                    for (lane, slot) in lanes.iter_mut().enumerate() {
                        *slot = value(lane);
                    }
                    // SAFETY: a vector is so many numbers in a row.
                    Self(unsafe { std::mem::transmute::<[f64; $lanes], $vector>(lanes) })
                }
                #[inline(always)]
                fn lane(self, lane: usize) -> f64 {
                    // SAFETY: a vector is so many numbers in a row.
                    let lanes = unsafe { std::mem::transmute::<$vector, [f64; $lanes]>(self.0) };
                    lanes[lane]
                }
                #[inline(always)]
                fn write(self, into: &mut [f64]) {
                    // SAFETY: a vector is so many numbers in a row.
                    let lanes = unsafe { std::mem::transmute::<$vector, [f64; $lanes]>(self.0) };
                    into[..$lanes].copy_from_slice(&lanes);
                }
                #[inline(always)]
                fn add(self, other: Self) -> Self {
                    // SAFETY: code over this register runs where its level is available.
                    Self(unsafe { $add(self.0, other.0) })
                }
                #[inline(always)]
                fn sub(self, other: Self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $sub(self.0, other.0) })
                }
                #[inline(always)]
                fn mul(self, other: Self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $mul(self.0, other.0) })
                }
                #[inline(always)]
                fn div(self, other: Self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $div(self.0, other.0) })
                }
                #[inline(always)]
                fn mul_add(self, a: Self, b: Self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $fmadd(self.0, a.0, b.0) })
                }
                #[inline(always)]
                fn sqrt(self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $sqrt(self.0) })
                }
                // Where neither is less, or either is no number, these instructions give the second, as the plain ones do.
                #[inline(always)]
                fn min(self, other: Self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $min(self.0, other.0) })
                }
                #[inline(always)]
                fn max(self, other: Self) -> Self {
                    // SAFETY: as above.
                    Self(unsafe { $max(self.0, other.0) })
                }
                $($rest)*
            }
        };
    }

    register! {
        /// Four lanes of AVX2.
        Four, __m256d, 4, __m256d,
        _mm256_add_pd _mm256_sub_pd _mm256_mul_pd _mm256_div_pd _mm256_fmadd_pd _mm256_sqrt_pd
        _mm256_min_pd _mm256_max_pd,

        #[inline(always)]
        fn neg(self) -> Self {
            // SAFETY: code over this register runs where AVX2 is.
            Self(unsafe { _mm256_xor_pd(self.0, _mm256_castsi256_pd(_mm256_set1_epi64x(SIGN))) })
        }
        #[inline(always)]
        fn abs(self) -> Self {
            // SAFETY: as above.
            Self(unsafe { _mm256_andnot_pd(_mm256_castsi256_pd(_mm256_set1_epi64x(SIGN)), self.0) })
        }
        #[inline(always)]
        fn lt(self, other: Self) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_cmp_pd::<_CMP_LT_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn le(self, other: Self) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_cmp_pd::<_CMP_LE_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn eq_to(self, other: Self) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_cmp_pd::<_CMP_EQ_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn select(mask: __m256d, a: Self, b: Self) -> Self {
            // SAFETY: as above.
            Self(unsafe { _mm256_blendv_pd(b.0, a.0, mask) })
        }
        #[inline(always)]
        fn power_of_two(self) -> Self {
            // SAFETY: as above.
            unsafe {
                let biased = _mm256_castpd_si256(_mm256_add_pd(self.0, _mm256_set1_pd(BIASED)));
                Self(_mm256_castsi256_pd(_mm256_slli_epi64::<52>(biased)))
            }
        }
        #[inline(always)]
        fn split_exponent(self) -> (Self, Self) {
            // SAFETY: as above.
            unsafe {
                let bits = _mm256_castpd_si256(self.0);
                let above = _mm256_sub_epi64(bits, _mm256_set1_epi64x(HALF_ROOT as i64));
                // There is no shift that keeps the sign: what is shifted is made positive first.
                let shifted = _mm256_srli_epi64::<52>(_mm256_xor_si256(above, _mm256_set1_epi64x(SIGN)));
                let exponent = _mm256_sub_epi64(shifted, _mm256_set1_epi64x(2048));
                let mantissa = _mm256_sub_epi64(bits, _mm256_slli_epi64::<52>(exponent));
                let magic = _mm256_add_epi64(exponent, _mm256_set1_epi64x(MAGIC_BITS));
                let integral = _mm256_sub_pd(_mm256_castsi256_pd(magic), _mm256_set1_pd(MAGIC));
                (Self(_mm256_castsi256_pd(mantissa)), Self(integral))
            }
        }
        #[inline(always)]
        fn truth(value: bool) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_castsi256_pd(_mm256_set1_epi64x(if value { -1 } else { 0 })) }
        }
        #[inline(always)]
        fn both(a: __m256d, b: __m256d) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_and_pd(a, b) }
        }
        #[inline(always)]
        fn either(a: __m256d, b: __m256d) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_or_pd(a, b) }
        }
        #[inline(always)]
        fn not(mask: __m256d) -> __m256d {
            // SAFETY: as above.
            unsafe { _mm256_xor_pd(mask, _mm256_castsi256_pd(_mm256_set1_epi64x(-1))) }
        }
        #[inline(always)]
        fn bits(mask: __m256d) -> u32 {
            // SAFETY: as above.
            (unsafe { _mm256_movemask_pd(mask) }) as u32
        }
    }

    register! {
        /// Eight lanes of AVX-512.
        Eight, __m512d, 8, __mmask8,
        _mm512_add_pd _mm512_sub_pd _mm512_mul_pd _mm512_div_pd _mm512_fmadd_pd _mm512_sqrt_pd
        _mm512_min_pd _mm512_max_pd,

        #[inline(always)]
        fn neg(self) -> Self {
            // SAFETY: code over this register runs where AVX-512 is.
            Self(unsafe { _mm512_xor_pd(self.0, _mm512_castsi512_pd(_mm512_set1_epi64(SIGN))) })
        }
        #[inline(always)]
        fn abs(self) -> Self {
            // SAFETY: as above.
            Self(unsafe { _mm512_andnot_pd(_mm512_castsi512_pd(_mm512_set1_epi64(SIGN)), self.0) })
        }
        #[inline(always)]
        fn lt(self, other: Self) -> __mmask8 {
            // SAFETY: as above.
            unsafe { _mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn le(self, other: Self) -> __mmask8 {
            // SAFETY: as above.
            unsafe { _mm512_cmp_pd_mask::<_CMP_LE_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn eq_to(self, other: Self) -> __mmask8 {
            // SAFETY: as above.
            unsafe { _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(self.0, other.0) }
        }
        #[inline(always)]
        fn select(mask: __mmask8, a: Self, b: Self) -> Self {
            // SAFETY: as above.
            Self(unsafe { _mm512_mask_blend_pd(mask, b.0, a.0) })
        }
        #[inline(always)]
        fn power_of_two(self) -> Self {
            // SAFETY: as above.
            unsafe {
                let biased = _mm512_castpd_si512(_mm512_add_pd(self.0, _mm512_set1_pd(BIASED)));
                Self(_mm512_castsi512_pd(_mm512_slli_epi64::<52>(biased)))
            }
        }
        #[inline(always)]
        fn split_exponent(self) -> (Self, Self) {
            // SAFETY: as above.
            unsafe {
                let bits = _mm512_castpd_si512(self.0);
                let above = _mm512_sub_epi64(bits, _mm512_set1_epi64(HALF_ROOT as i64));
                let exponent = _mm512_srai_epi64::<52>(above);
                let mantissa = _mm512_sub_epi64(bits, _mm512_slli_epi64::<52>(exponent));
                let magic = _mm512_add_epi64(exponent, _mm512_set1_epi64(MAGIC_BITS));
                let integral = _mm512_sub_pd(_mm512_castsi512_pd(magic), _mm512_set1_pd(MAGIC));
                (Self(_mm512_castsi512_pd(mantissa)), Self(integral))
            }
        }
        #[inline(always)]
        fn truth(value: bool) -> __mmask8 {
            if value { u8::MAX } else { 0 }
        }
        #[inline(always)]
        fn both(a: __mmask8, b: __mmask8) -> __mmask8 {
            a & b
        }
        #[inline(always)]
        fn either(a: __mmask8, b: __mmask8) -> __mmask8 {
            a | b
        }
        #[inline(always)]
        fn not(mask: __mmask8) -> __mmask8 {
            !mask
        }
        #[inline(always)]
        fn bits(mask: __mmask8) -> u32 {
            u32::from(mask)
        }
    }
}
