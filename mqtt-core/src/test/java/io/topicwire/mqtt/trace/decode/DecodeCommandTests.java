package io.topicwire.mqtt.trace.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DecodeCommand} with hexadecimal text.
 */
class DecodeCommandTests {

	private static final String CONNECT = "10 13 00 04 4d 51 54 54 05 02 00 3c 00 00 06 6d 65 74 65 72 37";

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

	private int run(String input, String... arguments) {
		return run(input.getBytes(StandardCharsets.ISO_8859_1), arguments);
	}

	private int run(byte[] input, String... arguments) {
		this.output.reset();
		this.errors.reset();
		return new DecodeCommand(new ByteArrayInputStream(input),
				new PrintStream(this.output, true, StandardCharsets.UTF_8),
				new PrintStream(this.errors, true, StandardCharsets.UTF_8))
			.run(arguments);
	}

	private String output() {
		return this.output.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

	private String errors() {
		return this.errors.toString(StandardCharsets.UTF_8);
	}

	@Test
	void packetsWithoutMarkGoWhereTheirTypeBelongs() {
		assertThat(run(CONNECT + " 20 03 00 00 00\n\n# a ping\nc000d000\n", "decode")).isZero();
		assertThat(output()).isEqualTo("""
				> meter7 CONNECT 5.0 clean-start keep-alive=60 21 B
				< meter7 CONNACK 0x00
				> meter7 PINGREQ
				< meter7 PINGRESP
				""");
		assertThat(errors()).isEmpty();
	}

	@Test
	void markedLinesGoTheirWay() {
		assertThat(run(CONNECT + "\n< 30 06 00 01\n61 00 68 69\n> 40 02 00 07", "decode", "-", "--show-payloads"))
			.isZero();
		assertThat(output()).isEqualTo("""
				> meter7 CONNECT 5.0 clean-start keep-alive=60 21 B
				< meter7 PUBLISH q0 a 8 B payload="hi"
				> meter7 PUBACK id=7 0x00
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "30 06 00 01 61 00 68 69", "3006000161006869", "0x30,0x06,0x00, 0x01, 0x61 0x00 0x68 0x69",
			"\\x30\\x06\\x00\\x01\\x61\\x00\\x68\\x69", "30:06:00:01:61:00:68:69", "3 0 0 6 0 0 0 1 6 1 0 0 6 8 6 9",
			"00000000  30 06 00 01 61 00 68 69                           |0...a.hi|\n00000008",
			"0000000  30 06 00 01 61 00 68 69", "00000000: 3006 0001 6100 6869                      0...a.hi" })
	void bytesMayBeWrittenInManyWays(String text) {
		assertThat(run(text, "decode", "--version", "5")).isZero();
		assertThat(output()).isEqualTo("> - PUBLISH q0 a 8 B\n");
		assertThat(errors()).isEmpty();
	}

	@Test
	void dumpMayHaveSeveralLines() {
		String dump = """
				00000000  30 14 00 01 61 00 68 65  6c 6c 6f 20 68 65 6c 6c  |0...a.hello hell|
				00000010  6f 20 77 6f 72 64                                 |o word|
				00000016
				""";
		assertThat(run(dump, "decode", "--version", "5", "--show-payloads")).isZero();
		assertThat(output()).isEqualTo("> - PUBLISH q0 a 22 B payload=\"hello hello word\"\n");
	}

	@Test
	void versionIsLearntFromConnectOrTheOption() {
		String publish = "30 05 00 01 61 68 69";
		assertThat(run(publish, "decode", "--version", "3.1.1", "--show-payloads")).isZero();
		assertThat(output()).isEqualTo("> - PUBLISH q0 a 7 B payload=\"hi\"\n");
		assertThat(errors()).isEmpty();
		String connect = "10 12 00 04 4d 51 54 54 04 02 00 3c 00 06 6d 65 74 65 72 37";
		assertThat(run(connect + publish, "decode", "--version", "5", "--show-payloads")).isZero();
		assertThat(output()).endsWith("> meter7 PUBLISH q0 a 7 B payload=\"hi\"\n");
	}

	@Test
	void versionThatWasGuessedIsMentioned() {
		assertThat(run("c000 d000", "decode")).isZero();
		assertThat(output()).isEqualTo("> - PINGREQ\n< - PINGRESP\n");
		assertThat(errors().lines())
			.containsExactly("Note: there is no CONNECT, so this is read as MQTT 5.0; --version says otherwise");
	}

	@Test
	void malformedPacketIsShownAndTheNextOneIsRead() {
		assertThat(run("> c000\n> 40 03 00 01 77\n> c000", "decode", "--version", "5")).isEqualTo(1);
		assertThat(output()).isEqualTo("""
				> - PINGREQ
				> - MALFORMED 5 B "Received a bad PUBACK packet: reason code 0x77 is not allowed in this packet"
				> - PINGREQ
				""");
	}

	@Test
	void packetThatIsCutOffIsReported() {
		assertThat(run("c000 30 06 00 01", "decode", "--version", "5")).isEqualTo(1);
		assertThat(output()).isEqualTo("> - PINGREQ\n");
		assertThat(errors()).contains("The last packet to the server is cut off after 4 bytes");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			zz        | Line 1 of the input is neither a capture nor hexadecimal digits: it has the character U+007A
			c00       | Line 1 of the input has an odd number of hexadecimal digits: 3
			""")
	void textThatIsNotHexadecimalIsRefused(String text, String message) {
		assertThat(run(text, "decode")).isEqualTo(2);
		assertThat(errors()).startsWith(message);
		assertThat(output()).isEmpty();
	}

	@Test
	void emptyInputIsNoSuccess() {
		assertThat(run("", "decode")).isEqualTo(1);
		assertThat(errors()).startsWith("There is no MQTT packet in the input");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			                       | The command is missing; there is 'decode'
			encode                 | There is no command 'encode', only 'decode'
			decode --verbose       | There is no option '--verbose'
			decode a b             | Only one file can be read, but there are 'a' and 'b'
			decode --version       | Option '--version' needs a value
			decode --version 3.1   | Version of MQTT must be 3.1.1 or 5 but was '3.1'
			decode --port 0        | Port must be from 1 to 65535 but was '0'
			decode --port mqtt     | Port must be from 1 to 65535 but was 'mqtt'
			""")
	void wrongCommandLineIsExplained(String arguments, String message) {
		assertThat(run("", (arguments != null) ? arguments.split(" ") : new String[0])).isEqualTo(2);
		assertThat(errors().lines()).containsExactly(message, "See java -jar mqtt-core.jar --help");
	}

	@Test
	void helpIsNoError() {
		assertThat(run("", "decode", "--help")).isZero();
		assertThat(output()).startsWith("Usage: java -jar mqtt-core.jar decode [OPTION]... [FILE]");
		assertThat(errors()).isEmpty();
	}

	@Test
	void fileIsReadByItsName(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("packets.txt");
		Files.writeString(file, "c000");
		assertThat(run("", "decode", "--version", "5", file.toString())).isZero();
		assertThat(output()).isEqualTo("> - PINGREQ\n");
		assertThat(run("", "decode", folder.resolve("missing").toString())).isEqualTo(2);
		assertThat(errors()).startsWith("Cannot read the input: ").contains("missing");
	}

}
