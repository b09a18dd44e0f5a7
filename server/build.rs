//! The console's files are compiled into the binary: a change of them is a change of the binary.

fn main() {
    println!("cargo:rerun-if-changed=../target/site");
}
