package io.topicwire.mqtt.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table of the specifications, among the test resources.
 */
public final class SpecificationTable {

	private SpecificationTable() {
	}

	/**
	 * Read a table.
	 * @param name the name of its file
	 * @return the rows with their fields, without the header
	 */
	public static List<List<String>> rows(String name) {
		return lines(name).stream().skip(1).map((line) -> List.of(line.split("\t", -1))).toList();
	}

	private static List<String> lines(String name) {
		try (InputStream in = SpecificationTable.class.getResourceAsStream("/conformance/" + name)) {
			if (in == null) {
				throw new IllegalStateException("There is no " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
