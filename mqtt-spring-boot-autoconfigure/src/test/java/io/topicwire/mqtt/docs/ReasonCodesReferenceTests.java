package io.topicwire.mqtt.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.topicwire.mqtt.ReasonCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that all reason codes are documented.
 */
class ReasonCodesReferenceTests {

	private static final Path SOURCE = Path.of("../mqtt-core/src/main/java/io/topicwire/mqtt/ReasonCode.java");

	@Test
	void pageTellsAllReasonCodes() throws IOException {
		String source = Files.readString(SOURCE);
		StringBuilder page = new StringBuilder(
				"""
						# Reason codes

						What a broker says of a request or of a connection, in its own numbers, and what the client does about a connection that is refused or ended with it.
						Return codes of MQTT 3.1.1 appear as the reason codes that say the same.
						Failures of single messages and subscriptions do not touch the connection.

						Credentials that are asked for anew at each connect are an exception: with them the client tries again although they were refused.
						How long the client waits is told with [the lost connection](client.md#when-the-connection-is-lost); what is said in the log, in [troubleshooting](troubleshooting.md).

						This page follows from the code, and the build fails if it is out of date.
						It is written by `%s`.

						| Code | Name | | It is said as | The connection |
						|---|---|---|---|---|
						"""
					.formatted(GeneratedPage.COMMAND));
		for (ReasonCode reasonCode : ReasonCode.values()) {
			page.append("| 0x%02X | `%s` | %s | %s | %s |\n".formatted(reasonCode.code(), reasonCode.name(),
					describe(source, reasonCode), reasonCode.toString().replaceFirst(" \\(.*", ""),
					reasonCode.isError() ? consequence(reasonCode) : ""));
		}
		new GeneratedPage("reason-codes.md").check(page.toString());
	}

	private static String consequence(ReasonCode reasonCode) {
		return switch (reasonCode.reconnect()) {
			case RETRY -> "is made anew after the usual wait";
			case RETRY_LATER -> "is made anew after a long wait";
			case OTHER_SERVER -> "is made to the next server at once";
			case STOP -> "is given up";
		};
	}

	private static String describe(String source, ReasonCode reasonCode) {
		Matcher matcher = Pattern.compile("/\\*\\*\\s(.*?)\\s\\*/\\s+" + reasonCode.name() + "\\(").matcher(source);
		assertThat(matcher.find()).as("comment of " + reasonCode.name()).isTrue();
		return matcher.group(1);
	}

}
