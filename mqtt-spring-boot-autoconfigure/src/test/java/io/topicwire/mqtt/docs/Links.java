package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The links of a page, and the anchors that links may lead to.
 *
 * @param file the page
 */
record Links(Path file) {

	private static final Pattern FENCED = Pattern.compile("^(```+|~~~+).*?^\\1\\s*?$",
			Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("(`+)[^`].*?\\1");

	private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(\\s*<?([^)>\\s]+)>?[^)]*\\)");

	private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$", Pattern.MULTILINE);

	private static final Pattern ANCHOR = Pattern.compile("<a\\s+(?:id|name)=\"([^\"]+)\"");

	private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z+.-]*:.*");

	/**
	 * Return the targets of all links that lead to something in this repository.
	 */
	List<String> internal() throws IOException {
		String text = CODE.matcher(withoutFences()).replaceAll("");
		return LINK.matcher(text)
			.results()
			.map((link) -> link.group(1))
			.filter((target) -> !ELSEWHERE.matcher(target).matches())
			.toList();
	}

	/**
	 * Return why a link does not work, or an empty text if it does.
	 */
	String problem(String target) throws IOException {
		String[] parts = target.split("#", 2);
		Path destination = parts[0].isEmpty() ? this.file
				: this.file.resolveSibling(URLDecoder.decode(parts[0], StandardCharsets.UTF_8)).normalize();
		if (!Files.exists(destination)) {
			return "there is no " + destination;
		}
		if (parts.length == 1) {
			return "";
		}
		Set<String> anchors = new Links(destination).anchors();
		return anchors.contains(parts[1]) ? "" : "%s has no #%s but %s".formatted(destination, parts[1], anchors);
	}

	/**
	 * Return all anchors, which GitHub makes of headings.
	 */
	Set<String> anchors() throws IOException {
		String text = withoutFences();
		Set<String> anchors = new HashSet<>();
		Map<String, Integer> times = new HashMap<>();
		Stream<String> headings = HEADING.matcher(text).results().map((heading) -> slug(heading.group(1)));
		headings.forEach((slug) -> {
			int before = times.merge(slug, 1, Integer::sum) - 1;
			anchors.add((before == 0) ? slug : slug + "-" + before);
		});
		ANCHOR.matcher(text).results().map((anchor) -> anchor.group(1)).forEach(anchors::add);
		return anchors;
	}

	private static String slug(String heading) {
		String text = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
		return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "").replace(' ', '-');
	}

	private String withoutFences() throws IOException {
		return FENCED.matcher(Files.readString(this.file)).replaceAll("");
	}

	/**
	 * Return the pages that this one leads to.
	 */
	Stream<Path> pages() throws IOException {
		return internal().stream()
			.map((target) -> target.replaceFirst("#.*", ""))
			.filter((target) -> target.endsWith(".md"))
			.map((target) -> this.file.resolveSibling(target).normalize());
	}

}
