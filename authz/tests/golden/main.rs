//! Explanations and effects as they have always been, natively and in WebAssembly.

#[cfg(test)]
mod answers;
