//! Is a screenshot a picture of something?

use std::collections::HashSet;
use std::path::Path;

use crate::Failed;

/// Refuses a PNG of a blank screen; the file is its name.
pub fn is_of_something(png: &[u8], file: &Path) -> Result<(), Failed> {
    let colours = colours(png)?;
    if colours < 8 { Err(format!("{} is blank: {colours} colours", file.display()).into()) } else { Ok(()) }
}

/// How many different colours a PNG has; a blank window has one, a drawn one dozens.
fn colours(png: &[u8]) -> Result<usize, Failed> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("a picture too large")?];
    let frame = reader.next_frame(&mut pixels)?;
    let width = frame.color_type.samples();
    if frame.bit_depth != png::BitDepth::Eight {
        return Err("not eight bits a sample".into());
    }
    Ok(pixels[..frame.buffer_size()].chunks_exact(width).collect::<HashSet<_>>().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(pixels: &[[u8; 3]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, u32::try_from(pixels.len()).unwrap(), 1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(pixels.as_flattened()).unwrap();
        bytes
    }

    #[test]
    fn colours_are_counted_once_each() {
        assert_eq!(colours(&picture(&[[1, 2, 3]; 9])).unwrap(), 1, "a blank picture");
        assert_eq!(colours(&picture(&[[0; 3], [255; 3], [0; 3], [9; 3]])).unwrap(), 3);
        assert!(colours(b"no picture").is_err());
    }
}
