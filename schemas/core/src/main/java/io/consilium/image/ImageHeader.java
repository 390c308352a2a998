package io.consilium.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Format and size of an encoded picture, read from its first markers, before anything is decoded.
 *
 * @param adobeTransform the colour transform of a JPEG's Adobe segment; 0 (none) where the components are called R, G, B and
 *     no segment says otherwise; else -1
 */
record ImageHeader(Format format, int width, int height, int adobeTransform) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    enum Format {
        PNG("image/png"),
        JPEG("image/jpeg");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }
    }

    static ImageHeader read(byte[] encoded) {
        if (encoded.length == 0) {
            throw new PictureException("The picture is empty (0 bytes).");
        }
        if (encoded.length >= 26 && Arrays.equals(encoded, 0, 8, PNG, 0, 8)) {
            return png(ByteBuffer.wrap(encoded));
        }
        if (encoded.length >= 4 && (encoded[0] & 0xff) == 0xff && (encoded[1] & 0xff) == 0xd8) {
            return jpeg(ByteBuffer.wrap(encoded));
        }
        throw new PictureException("The picture is neither PNG nor JPEG" + guess(encoded) + ": send PNG or JPEG.");
    }

    private static String guess(byte[] encoded) {
        String start = new String(encoded, 0, Math.min(12, encoded.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("GIF8")) {
            return " but GIF";
        } else if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            return " but WebP";
        } else if (start.startsWith("BM")) {
            return " but BMP";
        } else if (start.startsWith("II*") || start.startsWith("MM\0*")) {
            return " but TIFF";
        }
        return start.startsWith("%PDF") ? " but PDF" : "";
    }

    /** Walks the chunks up to the picture data, because an animation announces itself before them. */
    private static ImageHeader png(ByteBuffer in) {
        int width = in.getInt(16);
        int height = in.getInt(20);
        long at = 8;
        while (at + 12 <= in.capacity()) {
            long length = in.getInt((int) at) & 0xffffffffL;
            String type = new String(in.array(), (int) at + 4, 4, StandardCharsets.US_ASCII);
            if (type.equals("acTL")) {
                throw new PictureException("The PNG is animated: send a still picture.");
            }
            if (type.equals("IDAT")) {
                return new ImageHeader(Format.PNG, width, height, -1);
            }
            at += 12 + length;
        }
        throw new PictureException("The PNG is truncated: it holds no picture data.");
    }

    /** Walks the segments up to the start of frame (SOF0 to SOF15 without DHT, JPG and DAC) and on to the scan. */
    private static ImageHeader jpeg(ByteBuffer in) {
        int adobe = -1;
        boolean plain = false;
        boolean jfif = false;
        int width = 0;
        int height = 0;
        int at = 2;
        while (at + 4 <= in.capacity() && (in.get(at) & 0xff) == 0xff) {
            int marker = in.get(at + 1) & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int length = in.getShort(at + 2) & 0xffff;
            boolean frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
            if (frame && at + 9 <= in.capacity()) {
                height = in.getShort(at + 5) & 0xffff;
                width = in.getShort(at + 7) & 0xffff;
                plain = length >= 17 && at + 17 <= in.capacity() && in.get(at + 10) == 'R' && in.get(at + 13) == 'G';
            } else if (marker == 0xe0) {
                jfif = true;
            } else if (marker == 0xee && length >= 14 && at + 16 <= in.capacity()) {
                adobe = in.get(at + 15) & 0xff;
            } else if (marker == 0xda && width > 0) {
                return new ImageHeader(Format.JPEG, width, height, plain && !jfif && adobe < 0 ? 0 : adobe);
            }
            at += 2 + length;
        }
        throw new PictureException("The JPEG is truncated or broken: it has no frame header and scan.");
    }

    void check(PictureLimits limits) {
        if (width < 1 || height < 1) {
            throw new PictureException("The picture says it is " + width + "×" + height + " pixels.");
        }
        boolean side = width > limits.maxSide() || height > limits.maxSide();
        if (side || (long) width * height > limits.maxPixels()) {
            throw new PictureException("The picture is " + width + "×" + height + " pixels; the limits are "
                    + limits.maxSide() + " a side and " + limits.maxPixels() + " in all.");
        }
    }
}
