package io.consilium.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG and JPEG to 8 bit RGB, sample for sample what Pillow's {@code convert("RGB")} gives: alpha is dropped, not blended;
 * grey is repeated; 16 bit colour keeps its high byte, 16 bit grey is cut off at 255; CMYK JPEGs count as inverted. Java's
 * own colour conversion is never used: it would apply gamma curves and profiles.
 */
final class PictureDecoder {
    private PictureDecoder() {}

    static Picture decode(byte[] encoded, PictureLimits limits) {
        if (encoded.length > limits.maxBytes()) {
            throw new PictureException(
                    "The picture has " + encoded.length + " bytes; the limit is " + limits.maxBytes() + ".");
        }
        ImageHeader header = ImageHeader.read(encoded);
        header.check(limits);
        Optional<byte[]> plain =
                header.format() == ImageHeader.Format.PNG ? PlainPng.rgb(encoded, header) : Optional.empty();
        byte[] rgb = plain.orElseGet(() -> decode(encoded, header));
        return new Picture(header.width(), header.height(), rgb);
    }

    private static byte[] decode(byte[] encoded, ImageHeader header) {
        ImageReader reader = reader(header.format());
        AtomicBoolean damaged = new AtomicBoolean();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> damaged.compareAndSet(false, isDamage(warning)));
            byte[] rgb = header.format() == ImageHeader.Format.PNG ? png(reader) : jpeg(reader, header);
            if (damaged.get()) {
                throw new PictureException("The picture is truncated or damaged.");
            }
            return rgb;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new PictureException(
                    "The picture cannot be decoded, it is truncated or damaged: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static boolean isDamage(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature") || text.contains("corrupt") || text.contains("truncated");
    }

    private static ImageReader reader(ImageHeader.Format format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        return readers.next();
    }

    private static byte[] png(ImageReader reader) throws IOException {
        BufferedImage image = reader.read(0);
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return indexed(raster, palette);
        }
        boolean wide = raster.getSampleModel().getSampleSize(0) == 16;
        if (raster.getNumBands() >= 3) {
            return Samples.rgb(raster, wide ? 8 : 0);
        }
        boolean grey16 = wide && raster.getNumBands() == 1;
        return Samples.grey(raster, grey16 ? sample -> Math.min(sample, 255) : sample -> wide ? sample >> 8 : sample);
    }

    private static byte[] indexed(Raster raster, IndexColorModel palette) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        int[] row = new int[width];
        for (int y = 0, at = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int index : row) {
                int colour = index < colours.length ? colours[index] : 0;
                rgb[at++] = (byte) (colour >> 16);
                rgb[at++] = (byte) (colour >> 8);
                rgb[at++] = (byte) colour;
            }
        }
        return rgb;
    }

    private static byte[] jpeg(ImageReader reader, ImageHeader header) throws IOException {
        Raster raster = reader.readRaster(0, null);
        return switch (raster.getNumBands()) {
            case 1 -> Samples.grey(raster, sample -> sample);
            case 3 -> header.adobeTransform() == 0 ? Samples.rgb(raster, 0) : Samples.fromYcc(raster);
            case 4 -> Samples.fromCmyk(raster, header.adobeTransform() == 2);
            default -> throw new PictureException("The JPEG has " + raster.getNumBands() + " components.");
        };
    }
}
