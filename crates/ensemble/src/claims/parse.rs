//! Tokens to a tree, by precedence.

use super::error::ClaimError;
use super::lex::{Token, lex};
use std::ops::Range;

/// An expression as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expression {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    /// How many expressions stand above one another in it.
    height: usize,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Number(f64),
    Quarter(i32, i32),
    Name(String),
    Text(String),
    Call(String, Vec<Expression>),
    Unary(&'static str, Box<Expression>),
    Binary(&'static str, Box<Expression>, Box<Expression>),
}

/// Deepest nesting: beyond, an expression is a mistake.
const DEEPEST: usize = 64;
/// Greatest height of a tree, nested or chained: every walk over it takes so many frames of the stack at most.
const HIGHEST: usize = 256;

/// How tightly a binary operator binds, loosest first.
fn binding(symbol: &str) -> Option<u8> {
    Some(match symbol {
        "or" => 1,
        "and" => 2,
        "<" | "<=" | ">" | ">=" | "==" | "!=" => COMPARISON,
        ".." => 5,
        "+" | "-" => 6,
        "*" | "/" => 7,
        _ => return None,
    })
}

/// How tightly comparisons bind.
const COMPARISON: u8 = 4;
/// How tightly `not` binds: looser than comparisons.
const NOT: u8 = 3;
/// How tightly a sign binds.
const SIGN: u8 = 8;

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Expression, ClaimError> {
    let mut parser = Parser { tokens: lex(text)?, at: 0, depth: 0 };
    let expression = parser.expression(0)?;
    let (token, span) = parser.peek();
    match token {
        Token::End => Ok(expression),
        Token::Symbol("=") => {
            Err(ClaimError::new(span, "`=` compares nothing").help(Some("write == to compare".to_owned())))
        }
        _ => Err(ClaimError::new(span, "the expression should end here")),
    }
}

impl Parser {
    fn peek(&self) -> (Token, Range<usize>) {
        self.tokens[self.at.min(self.tokens.len() - 1)].clone()
    }

    fn next(&mut self) -> (Token, Range<usize>) {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn take(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek().0, Token::Symbol(s) if s == symbol);
        self.at += usize::from(found);
        found
    }

    fn operator(&self) -> Option<&'static str> {
        match self.peek().0 {
            Token::Symbol(symbol) => Some(symbol),
            Token::Name(name) if name == "and" => Some("and"),
            Token::Name(name) if name == "or" => Some("or"),
            _ => None,
        }
    }

    fn expression(&mut self, least: u8) -> Result<Expression, ClaimError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let span = self.peek().1;
            return Err(ClaimError::new(span, format!("more than {DEEPEST} expressions inside one another"))
                .help(Some("take away parentheses, or split the claim".to_owned())));
        }
        let mut left = self.primary()?;
        let mut compared = false;
        while let Some((operator, power)) = self.operator().and_then(|o| binding(o).map(|p| (o, p))) {
            if power < least {
                break;
            }
            let span = self.next().1;
            let right = self.expression(power + 1)?;
            if power == COMPARISON && compared {
                return Err(ClaimError::new(span, "comparisons do not chain")
                    .help(Some("join them with `and`, or put one in parentheses".to_owned())));
            }
            compared = power == COMPARISON;
            let height = 1 + left.height.max(right.height);
            if height > HIGHEST {
                return Err(ClaimError::new(
                    span,
                    format!("more than {HIGHEST} operations build on one another here"),
                )
                .help(Some("split the claim, or go over dates with every, any, count or mean".to_owned())));
            }
            let span = left.span.start..right.span.end;
            left = Expression { kind: Kind::Binary(operator, Box::new(left), Box::new(right)), span, height };
        }
        self.depth -= 1;
        Ok(left)
    }

    fn primary(&mut self) -> Result<Expression, ClaimError> {
        let (token, span) = self.next();
        let above = |kind: Kind, end: usize, height: usize| {
            Ok(Expression { kind, span: span.start..end, height: height + 1 })
        };
        let of = |kind: Kind, end: usize| above(kind, end, 0);
        match token {
            Token::Number(value) => of(Kind::Number(value), span.end),
            Token::Quarter(year, number) => of(Kind::Quarter(year, number), span.end),
            Token::Text(text) => of(Kind::Text(text), span.end),
            Token::Symbol("-") => {
                let inner = self.expression(SIGN)?;
                let (end, height) = (inner.span.end, inner.height);
                above(Kind::Unary("-", Box::new(inner)), end, height)
            }
            Token::Name(name) if name == "not" => {
                let inner = self.expression(NOT)?;
                let (end, height) = (inner.span.end, inner.height);
                above(Kind::Unary("not", Box::new(inner)), end, height)
            }
            Token::Symbol("(") => {
                let inner = self.expression(0)?;
                self.close()?;
                Ok(inner)
            }
            Token::Name(name) if self.take("(") => {
                let mut arguments = Vec::new();
                if !self.take(")") {
                    loop {
                        arguments.push(self.expression(0)?);
                        if !self.take(",") {
                            break;
                        }
                    }
                    self.close()?;
                }
                let end = self.tokens[self.at - 1].1.end;
                let height = arguments.iter().map(|a| a.height).max().unwrap_or(0);
                above(Kind::Call(name, arguments), end, height)
            }
            Token::Name(name) => of(Kind::Name(name), span.end),
            Token::End => Err(ClaimError::new(span, "the expression ends too early")),
            Token::Symbol(symbol) => Err(ClaimError::new(span, format!("`{symbol}` cannot stand here"))),
        }
    }

    fn close(&mut self) -> Result<(), ClaimError> {
        if self.take(")") {
            Ok(())
        } else {
            Err(ClaimError::new(self.peek().1, "a closing parenthesis is missing here"))
        }
    }
}
