use std::time::Instant;
use catchall::json::{Document, Layout};
use jiter::{Jiter, Peek};
struct S { start: u32, end: u32, next: u32, kind: u8 }
fn jit(data: &[u8]) -> Vec<S> {
    let mut j = Jiter::new(data);
    let mut out = Vec::with_capacity(data.len()/16);
    fn val(j: &mut Jiter, p: Peek, out: &mut Vec<S>) {
        let start = j.current_index() as u32;
        let me = out.len();
        match p {
            Peek::Object => {
                out.push(S{start,end:0,next:0,kind:0});
                let mut k = { let ks=j.current_index(); let r=j.known_object().unwrap().is_some(); r.then_some(ks) };
                while let Some(ks) = k {
                    out.push(S{start:ks as u32,end:j.current_index() as u32,next:0,kind:1});
                    let p = j.peek().unwrap(); val(j,p,out);
                    let ks=j.current_index(); let r=j.next_key().unwrap().is_some();
                    k = r.then_some(ks);
                }
            }
            Peek::Array => {
                out.push(S{start,end:0,next:0,kind:2});
                let mut p = j.known_array().unwrap();
                while let Some(pk) = p { val(j,pk,out); p = j.array_step().unwrap(); }
            }
            Peek::String => { j.known_str().unwrap(); out.push(S{start,end:j.current_index() as u32,next:0,kind:3}); }
            Peek::Null => { j.known_null().unwrap(); out.push(S{start,end:0,next:0,kind:4}); }
            Peek::True|Peek::False => { j.known_bool(p).unwrap(); out.push(S{start,end:0,next:0,kind:5}); }
            p => { j.known_number_bytes(p).unwrap(); out.push(S{start,end:0,next:0,kind:6}); }
        }
        let n = out.len() as u32; let e=j.current_index() as u32;
        out[me].next = n; out[me].end = e;
    }
    let p = j.peek().unwrap(); val(&mut j, p, &mut out);
    out
}
fn best<T>(mut f: impl FnMut() -> T) -> f64 {
    (0..5).map(|_| { let t = Instant::now(); let r = f(); let e = t.elapsed().as_secs_f64(); std::hint::black_box(&r); drop(r); e }).fold(f64::MAX, f64::min)
}
fn main() {
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file).unwrap();
        let mb = text.len() as f64/1e6;
        let p = |n: &str, t: f64| println!("{file} {n:12} {:.3} s {:.0} MB/s", t, mb/t);
        p("ours", best(|| Document::parse(String::new(), text.clone(), Layout::Json)) );
        p("clone", best(|| text.clone()));
        p("jiter", best(|| jit(text.as_bytes())));
        p("serde_json", best(|| serde_json::from_slice::<serde_json::Value>(text.as_bytes()).unwrap()));
        p("ignored", best(|| serde_json::from_slice::<serde::de::IgnoredAny>(text.as_bytes()).unwrap()));
        p("jsonc", best(|| jsonc_parser::parse_to_ast(&text, &Default::default(), &Default::default()).map(|a| a.value.is_some()).unwrap()));
    }
}
