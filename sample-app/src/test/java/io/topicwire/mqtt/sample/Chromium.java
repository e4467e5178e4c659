package io.topicwire.mqtt.sample;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Chromium with its driver, as Debian's packages {@code chromium} and
 * {@code chromium-driver} install them.
 */
final class Chromium {

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private Chromium() {
	}

	/**
	 * Skip the test, and say why, where there is no Chromium.
	 */
	static void assumeInstalled() {
		if (!Files.isExecutable(BROWSER) || !Files.isExecutable(DRIVER)) {
			String reason = "The page is not tested in a browser: %s and %s are not installed (Debian: chromium, chromium-driver)"
				.formatted(BROWSER, DRIVER);
			System.err.println(reason);
			Assumptions.abort(reason);
		}
	}

	/**
	 * Start the browser without a window.
	 * @param width the width of the page in CSS pixels
	 * @param height its height
	 * @return the browser
	 */
	static ChromeDriver start(int width, int height) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
				"--hide-scrollbars");
		ChromeDriver driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
		driver.manage().window().setSize(new Dimension(width, height));
		return driver;
	}

}
