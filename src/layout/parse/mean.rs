//! The geometric mean of key sizes, to the last bit as gofmt computes it.
//!
//! gofmt compares a ratio of small whole numbers with 2.5 and 0.4, so that ratios of exactly 5 : 2 are decided by the
//! rounding of its logarithm and exponential. These are Go's on amd64 with fused multiplication and addition: fdlibm's
//! logarithm, and the exponential of N. Shibata, "Efficient evaluation methods of elementary functions suitable for
//! SIMD computation".

use std::f64::consts::{FRAC_1_SQRT_2, LOG2_E};

/// Sizes that were added up.
#[derive(Default)]
pub(super) struct Mean {
    logarithms: f64,
    count: u32,
}

impl Mean {
    /// Adds a size above 0.
    pub(super) fn add(&mut self, size: usize) {
        self.logarithms += logarithm(size as f64);
        self.count += 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The mean of at least one size.
    pub(super) fn value(&self) -> f64 {
        exponential(self.logarithms / f64::from(self.count.max(1)))
    }
}

/// The natural logarithm of a normal number above 0.
fn logarithm(x: f64) -> f64 {
    const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
    const TERMS: [u64; 7] = [
        0x3fe5_5555_5555_5593,
        0x3fd9_9999_9997_fa04,
        0x3fd2_4924_9422_9359,
        0x3fcc_71c5_1d8e_78af,
        0x3fc7_4664_96cb_03de,
        0x3fc3_9a09_d078_c69f,
        0x3fc2_f112_df3e_5244,
    ];
    let [l1, l2, l3, l4, l5, l6, l7] = TERMS.map(f64::from_bits);

    // x = fraction * 2^exponent, with the fraction between √½ and √2.
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as f64 - 1022.0;
    let mut fraction = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3fe0_0000_0000_0000);
    if fraction < FRAC_1_SQRT_2 {
        fraction *= 2.0;
        exponent -= 1.0;
    }
    let f = fraction - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let odd = s2 * (l1 + s4 * (l3 + s4 * (l5 + s4 * l7)));
    let even = s4 * (l2 + s4 * (l4 + s4 * l6));
    let half_square = 0.5 * f * f;
    exponent * LN2_HIGH
        - ((half_square - (s * (half_square + (odd + even)) + exponent * LN2_LOW)) - f)
}

/// e to the power of a small number.
fn exponential(x: f64) -> f64 {
    const LN2_HIGH: f64 = 0.693_147_180_559_662_956_511_601_805_686_950_683_593_75;
    const LN2_LOW: f64 = 0.282_352_905_630_315_771_225_884_481_750_134_360_255_254_120_68e-12;
    /// 1/7!, …, 1/1!: the Taylor series.
    const TERMS: [f64; 7] = [
        1.0 / 5040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
    ];

    let exponent = (x * LOG2_E).round_ties_even();
    let rest = (-exponent).mul_add(LN2_HIGH, x);
    let rest = (-exponent).mul_add(LN2_LOW, rest) * 0.0625;
    let series = TERMS
        .iter()
        .fold(1.0 / 40320.0, |sum: f64, term| sum.mul_add(rest, *term));
    // e^16r - 1 from e^r - 1, by squaring four times.
    let mut power = rest * series;
    for _ in 0..3 {
        power *= power + 2.0;
    }
    (power + 2.0).mul_add(power, 1.0) * 2f64.powi(exponent as i32)
}

#[cfg(test)]
mod tests {
    use super::{Mean, exponential, logarithm};

    #[test]
    fn the_bits_are_those_of_go() {
        for (size, bits) in GO {
            assert_eq!(exponential(logarithm(size)).to_bits(), bits, "{size}");
        }
    }

    #[test]
    fn the_mean_is_geometric() {
        let mut mean = Mean::default();
        assert!(mean.is_empty());
        mean.add(2);
        mean.add(32);
        assert!((mean.value() - 8.0).abs() < 1e-9);
    }

    /// `math.Float64bits(math.Exp(math.Log(size)))`.
    const GO: [(f64, u64); 8] = [
        (1.0, 0x3ff0_0000_0000_0000),
        (2.0, 0x4000_0000_0000_0000),
        (41.0, 0x4044_8000_0000_0001),
        (45.0, 0x4046_7fff_ffff_ffff),
        (50.0, 0x4049_0000_0000_0000),
        (55.0, 0x404b_8000_0000_0002),
        (100.0, 0x4059_0000_0000_0003),
        (2999.0, 0x40a7_6e00_0000_0006),
    ];
}
