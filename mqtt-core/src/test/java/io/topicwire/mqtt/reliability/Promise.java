package io.topicwire.mqtt.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of the document.
 *
 * @param number the number in its heading
 * @param elsewhere what users of other clients suffer from
 * @param here what this client promises
 * @param tests the names of the tests that prove it
 */
record Promise(int number, String elsewhere, String here, List<String> tests) {

	private static final Pattern SECTION = Pattern
		.compile("### (\\d+)\\. .+\n\n- Elsewhere: (.+)\n- Here: (.+)\n- Proof: (.+)\n");

	private static final Pattern TEST = Pattern.compile("`([^`]+)`");

	/**
	 * Read all promises of a document.
	 */
	static List<Promise> readAll(Path document) throws IOException {
		List<Promise> promises = new ArrayList<>();
		Matcher sections = SECTION.matcher(Files.readString(document));
		while (sections.find()) {
			List<String> tests = TEST.matcher(sections.group(4)).results().map((result) -> result.group(1)).toList();
			promises.add(new Promise(Integer.parseInt(sections.group(1)), sections.group(2), sections.group(3), tests));
		}
		return promises;
	}

	@Override
	public String toString() {
		return "promise " + this.number;
	}

}
