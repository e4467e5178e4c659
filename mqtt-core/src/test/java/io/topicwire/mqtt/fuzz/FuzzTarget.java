package io.topicwire.mqtt.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.client.ClientFuzzTarget;
import io.topicwire.mqtt.packet.Mqtt3PacketReaderFuzzTarget;
import io.topicwire.mqtt.packet.Mqtt5PacketReaderFuzzTarget;

/**
 * A class with a method {@code fuzzerTestOneInput}, and the inputs that are kept for it.
 *
 * @param type the class
 * @param longestInput how many bytes an input may have
 */
record FuzzTarget(Class<?> type, int longestInput) {

	// Enough for a packet that the buffer has to grow for
	private static final int LARGE_PACKET = 20_100;

	/**
	 * Return all fuzz targets.
	 */
	static Stream<FuzzTarget> all() {
		return Stream.of(new FuzzTarget(Mqtt3PacketReaderFuzzTarget.class, LARGE_PACKET),
				new FuzzTarget(Mqtt5PacketReaderFuzzTarget.class, LARGE_PACKET),
				new FuzzTarget(ClientFuzzTarget.class, 512));
	}

	/**
	 * Return the directory of the inputs that are kept.
	 */
	Path corpus() {
		return Path.of("src/test/resources/fuzz", this.type.getSimpleName()).toAbsolutePath();
	}

	List<Path> inputs() {
		try (Stream<Path> inputs = Files.list(corpus())) {
			return inputs.sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void test(byte[] input) throws Throwable {
		try {
			this.type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	@Override
	public String toString() {
		return this.type.getSimpleName();
	}

}
