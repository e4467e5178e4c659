package io.topicwire.mqtt.documentation;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the samples in the documentation of the client.
 */
class SamplesTests {

	// Tests run in the directory of their module
	private static final List<Path> DOCUMENTS = List.of(Path.of("../docs/client.md"),
			Path.of("../docs/packet-trace.md"));

	private static final Pattern SAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	// What the samples take for granted
	private static final String FRAME = """
			import java.nio.file.Path;
			import java.time.Duration;
			import java.util.Map;
			import java.util.concurrent.CompletableFuture;
			import java.util.concurrent.Flow;
			import javax.net.ssl.SSLContext;
			import io.topicwire.mqtt.*;
			import io.topicwire.mqtt.auth.*;
			import io.topicwire.mqtt.client.*;
			import io.topicwire.mqtt.store.*;
			import io.topicwire.mqtt.stream.*;
			import io.topicwire.mqtt.trace.*;

			abstract class Sample {

				abstract SSLContext currentContext();

				abstract String token();

				abstract CompletableFuture<Void> store(MqttMessage message);

				void sample(%s) throws Exception {
					%s
				}

			}
			""";

	static Stream<String> samples() throws IOException {
		List<String> samples = new ArrayList<>();
		for (Path document : DOCUMENTS) {
			SAMPLE.matcher(Files.readString(document)).results().forEach((result) -> samples.add(result.group(1)));
		}
		return samples.stream();
	}

	@ParameterizedTest
	@MethodSource("samples")
	void sampleCompiles(String sample, @TempDir Path classes) {
		String parameter = sample.contains("MqttClient client =") ? "" : "MqttClient client";
		StringWriter problems = new StringWriter();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		boolean compiled = compiler
			.getTask(problems, null, null,
					List.of("-proc:none", "-d", classes.toString(), "-classpath",
							System.getProperty("java.class.path")),
					null, List.of(new Source(FRAME.formatted(parameter, sample))))
			.call();
		assertThat(compiled).as("%s%n%s", sample, problems).isTrue();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String content;

		Source(String content) {
			super(URI.create("string:///Sample.java"), JavaFileObject.Kind.SOURCE);
			this.content = content;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.content;
		}

	}

}
