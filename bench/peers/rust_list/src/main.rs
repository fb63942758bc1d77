//! Pictures by zune-jpeg, fast_image_resize (Lanczos, 8 bits) and jpeg-encoder: JOBS threads, each photo decoded once
//! and whole, since zune-jpeg knows no fractions.
//!
//! Usage: JOBS=N rust_list LIST     (see peers.py)
use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, error::Error, fs, process, thread};
use zune_jpeg::zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};

struct Output<'a> {
    path: &'a str,
    width: u32,
    height: u32,
}

struct Photo<'a> {
    path: &'a str,
    outputs: Vec<Output<'a>>,
}

fn photos(list: &str) -> Vec<Photo<'_>> {
    let mut photos: Vec<Photo> = Vec::new();
    for line in list.lines() {
        let column: Vec<&str> = line.split('\t').collect();
        if photos.last().map(|photo| photo.path) != Some(column[0]) {
            photos.push(Photo { path: column[0], outputs: Vec::new() });
        }
        let number = |i: usize| column[i].parse().expect("a number of pixels");
        photos.last_mut().unwrap().outputs.push(Output { path: column[1], width: number(2), height: number(3) });
    }
    photos
}

fn orientation(jpeg: &[u8]) -> u32 {
    exif::Reader::new()
        .read_from_container(&mut std::io::Cursor::new(jpeg))
        .ok()
        .and_then(|exif| exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0))
        .unwrap_or(1)
}

/// RGB pixels turned upright.
fn upright(from: Vec<u8>, w: usize, h: usize, orientation: u32) -> (Vec<u8>, usize, usize) {
    if !(2..=8).contains(&orientation) {
        return (from, w, h);
    }
    let (wide, high) = if orientation > 4 { (h, w) } else { (w, h) };
    let mut to = vec![0; from.len()];
    for y in 0..high {
        for x in 0..wide {
            let (u, v) = match orientation {
                2 => (w - 1 - x, y),
                3 => (w - 1 - x, h - 1 - y),
                4 => (x, h - 1 - y),
                5 => (y, x),
                6 => (y, h - 1 - x),
                7 => (w - 1 - y, h - 1 - x),
                _ => (w - 1 - y, x),
            };
            let (a, b) = (3 * (y * wide + x), 3 * (v * w + u));
            to[a..a + 3].copy_from_slice(&from[b..b + 3]);
        }
    }
    (to, wide, high)
}

fn save(output: &Output, pixels: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut encoder = jpeg_encoder::Encoder::new_file(output.path, 75)?;
    encoder.set_progressive(true);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::R_4_2_0);
    Ok(encoder.encode(pixels, output.width as u16, output.height as u16, jpeg_encoder::ColorType::Rgb)?)
}

fn render(photo: &Photo, resizer: &mut Resizer) -> Result<(), Box<dyn Error>> {
    let jpeg = fs::read(photo.path)?;
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(&jpeg), options);
    let pixels = decoder.decode()?;
    let (w, h) = decoder.dimensions().ok_or("no size")?;
    let (pixels, w, h) = upright(pixels, w, h, orientation(&jpeg));
    let source = Image::from_vec_u8(w as u32, h as u32, pixels, PixelType::U8x3)?;
    let lanczos = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    for output in &photo.outputs {
        if (output.width, output.height) == (source.width(), source.height()) {
            save(output, source.buffer())?;
            continue;
        }
        let mut reduced = Image::new(output.width, output.height, PixelType::U8x3);
        resizer.resize(&source, &mut reduced, &lanczos)?;
        save(output, reduced.buffer())?;
    }
    Ok(())
}

fn main() {
    let list = fs::read_to_string(env::args().nth(1).expect("LIST")).expect("a list");
    let jobs: usize = env::var("JOBS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let (photos, next) = (photos(&list), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                let mut resizer = Resizer::new();
                while let Some(photo) = photos.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(error) = render(photo, &mut resizer) {
                        eprintln!("rust_list: {}: {error}", photo.path);
                        process::exit(1);
                    }
                }
            });
        }
    });
}
