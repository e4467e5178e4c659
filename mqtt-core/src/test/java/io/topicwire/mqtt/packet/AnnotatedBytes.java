package io.topicwire.mqtt.packet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes as people write them: in hexadecimal, text in single quotes, and after a # what
 * they mean.
 */
public final class AnnotatedBytes {

	private static final Pattern TOKEN = Pattern.compile("'([^']*)'|([0-9A-F]{2})|(\\S+)");

	private AnnotatedBytes() {
	}

	/**
	 * Return the bytes.
	 * @param annotated the bytes as people write them
	 * @return the bytes
	 */
	public static byte[] parse(String annotated) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		annotated.lines().map((line) -> line.replaceFirst("#.*", "")).forEach((line) -> parseLine(line, bytes));
		return bytes.toByteArray();
	}

	private static void parseLine(String line, ByteArrayOutputStream bytes) {
		Matcher matcher = TOKEN.matcher(line);
		while (matcher.find()) {
			if (matcher.group(1) != null) {
				bytes.writeBytes(matcher.group(1).getBytes(StandardCharsets.UTF_8));
			}
			else if (matcher.group(2) != null) {
				bytes.writeBytes(HexFormat.of().parseHex(matcher.group(2)));
			}
			else {
				throw new IllegalArgumentException("Not bytes: " + line);
			}
		}
	}

	static byte[] of(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

}
