package io.topicwire.mqtt.spring.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the thread that ends the wait for replies has nothing of the application
 * that was the first to ask. It lives as long as its process, so each test needs a
 * process of its own.
 */
class ReplyTimeoutThreadTests {

	@TempDir
	private Path directory;

	@Test
	void noThreadKeepsTheClassLoaderOfAnApplicationThatHasAsked() throws Exception {
		Path output = this.directory.resolve("output.txt");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-classpath", System.getProperty("java.class.path"), AskingApplication.class.getName())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(Files.readString(output).lines()).containsExactly(AskingApplication.NO_ANSWER);
	}

}
