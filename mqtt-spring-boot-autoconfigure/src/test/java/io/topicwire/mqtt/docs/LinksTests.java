package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the links of the documentation lead somewhere, and that the table of
 * contents leads everywhere.
 */
class LinksTests {

	private static final Path CONTENTS = Page.DIRECTORY.resolve("README.md");

	static List<Page> pages() throws IOException {
		List<Page> pages = new ArrayList<>(Page.all());
		pages.add(new Page(Path.of("../benchmarks/README.md")));
		pages.add(new Page(Path.of("../benchmarks/RESULTS.md")));
		return pages;
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyLinkLeadsToAFileOrAHeading(Page page) throws IOException {
		Links links = new Links(page.file());
		List<String> problems = new ArrayList<>();
		for (String target : links.internal()) {
			String problem = links.problem(target);
			if (!problem.isEmpty()) {
				problems.add(target + ": " + problem);
			}
		}
		assertThat(problems).as("links of %s that do not work", page).isEmpty();
	}

	@Test
	void everyPageIsInTheTableOfContents() throws IOException {
		assertThat(Page.all()).extracting(Page::file)
			.filteredOn((file) -> file.startsWith(Page.DIRECTORY) && !file.equals(CONTENTS))
			.as("pages that docs/README.md has to lead to")
			.isSubsetOf(new Links(CONTENTS).pages().toList());
	}

	@Test
	void linksToWhatIsNotThereAreFound(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("page.md"), """
				# A `b.c`: d, e_f-g

				[x](#a-bc-d-e_f-g) [x](#a) [x](other.md) [x](https://example.com/none#none) `[x](code.md)`

				```
				# no heading
				[x](fenced.md)
				```

				## Twice
				## Twice
				""");
		Links links = new Links(file);
		assertThat(links.internal()).containsExactly("#a-bc-d-e_f-g", "#a", "other.md");
		assertThat(links.anchors()).containsExactlyInAnyOrder("a-bc-d-e_f-g", "twice", "twice-1");
		assertThat(links.problem("#a-bc-d-e_f-g")).isEmpty();
		assertThat(links.problem("page.md#twice-1")).isEmpty();
		assertThat(links.problem("#a")).contains("has no #a");
		assertThat(links.problem("other.md")).startsWith("there is no ");
	}

}
