package io.topicwire.mqtt.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Table of what the client passed with each broker.
 */
class Matrix {

	private final List<String> columns = new ArrayList<>();

	// Cells by column, by test, by subject
	private final Map<String, Map<String, Map<String, String>>> subjects = new LinkedHashMap<>();

	private final List<String> reasons = new ArrayList<>();

	private final List<String> notRun = new ArrayList<>();

	void begin(String column) {
		this.columns.add(column);
	}

	void passed(String subject, String test) {
		enter(subject, test, "✓");
	}

	void failed(String subject, String test) {
		enter(subject, test, "✗");
	}

	void skipped(String subject, String test, String reason) {
		if (!this.reasons.contains(reason)) {
			this.reasons.add(reason);
		}
		enter(subject, test, String.valueOf(this.reasons.indexOf(reason) + 1));
	}

	void notRun(String reason) {
		this.notRun.add(reason);
	}

	private void enter(String subject, String test, String cell) {
		this.subjects.computeIfAbsent(subject, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(test, (key) -> new LinkedHashMap<>())
			.put(this.columns.get(this.columns.size() - 1), cell);
	}

	void write(Path file) {
		List<String> lines = new ArrayList<>();
		lines.add(row("", this.columns));
		lines.add(row("---", Collections.nCopies(this.columns.size(), ":---:")));
		this.subjects.forEach((subject, tests) -> {
			lines.add(row("**" + subject + "**", Collections.nCopies(this.columns.size(), "")));
			tests.forEach((test, cells) -> lines
				.add(row(test, this.columns.stream().map((column) -> cells.getOrDefault(column, "")).toList())));
		});
		lines.add("");
		for (int i = 0; i < this.reasons.size(); i++) {
			lines.add((i + 1) + ". " + this.reasons.get(i));
		}
		lines.add("");
		this.notRun.forEach((reason) -> lines.add("- " + reason));
		try {
			Files.write(file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String row(String first, List<String> others) {
		StringJoiner row = new StringJoiner(" | ", "| ", " |").add(first);
		others.forEach(row::add);
		return row.toString();
	}

	/**
	 * Return the words that the name of a method is made of.
	 */
	static String words(String name) {
		return name.replaceAll("(?<=\\p{Ll})(?=[\\p{Lu}\\d])|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})", " ")
			.toLowerCase(Locale.ROOT);
	}

}
