package io.topicwire.mqtt.trace.decode;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The command {@code decode}: reads hexadecimal text or a capture and prints one line for
 * each packet.
 *
 * @since 0.1.0
 */
public final class DecodeCommand {

	private static final int SUCCESS = 0;

	private static final int INCOMPLETE = 1;

	private static final int FAILURE = 2;

	private final InputStream input;

	private final PrintStream output;

	private final PrintStream errors;

	DecodeCommand(InputStream input, PrintStream output, PrintStream errors) {
		this.input = input;
		this.output = output;
		this.errors = errors;
	}

	/**
	 * Run the program and end it.
	 * @param arguments the command line
	 */
	public static void main(String[] arguments) {
		PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
		System.exit(new DecodeCommand(System.in, output, errors).run(arguments));
	}

	/**
	 * Run the command.
	 * @return what the program ends with
	 */
	int run(String... arguments) {
		try {
			DecodeOptions options = DecodeOptions.parse(arguments);
			if (options.help()) {
				this.output.print(DecodeOptions.USAGE);
				return SUCCESS;
			}
			return decode(options) ? SUCCESS : INCOMPLETE;
		}
		catch (IllegalArgumentException ex) {
			this.errors.println(ex.getMessage());
			this.errors.println("See java -jar mqtt-core.jar --help");
		}
		catch (IOException ex) {
			this.errors.println("Cannot read the input: " + ex.getMessage());
		}
		return FAILURE;
	}

	private boolean decode(DecodeOptions options) throws IOException {
		LinePrinter printer = new LinePrinter(options, this.output, this.errors);
		if (options.file().equals("-")) {
			decode(options, new BufferedInputStream(this.input), printer);
		}
		else {
			try (InputStream file = new BufferedInputStream(new FileInputStream(options.file()))) {
				decode(options, file, printer);
			}
		}
		return printer.finish();
	}

	private static void decode(DecodeOptions options, InputStream input, LinePrinter printer) throws IOException {
		input.mark(Integer.BYTES);
		byte[] magic = input.readNBytes(Integer.BYTES);
		input.reset();
		if (PcapngFile.isMagic(magic)) {
			TcpTraffic traffic = new TcpTraffic(options, printer);
			new PcapngFile(input).read(traffic::frame);
			traffic.finish();
		}
		else if (PcapFile.isMagic(magic)) {
			TcpTraffic traffic = new TcpTraffic(options, printer);
			new PcapFile(input).read(traffic::frame);
			traffic.finish();
		}
		else {
			new HexText(options, printer).read(input);
		}
	}

}
